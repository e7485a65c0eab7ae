/// One JSON object as a table of fields: writer, reader, JSON Schema and the documentation's table
/// all come from it.
///
/// Make it a `static let`: it is built when it is first used, and start-up pays for none.
package struct Shape<Value>: Sendable {
  let fields: [Field<Value>]
  /// The object a value was read from; members unknown to us are written back from it.
  private let kept: (@Sendable (Value) -> JSONObject)?

  package init(@FieldList<Value> _ fields: () -> [Field<Value>]) {
    self.fields = fields()
    kept = nil
  }

  /// A shape whose values keep the object they were read from, unknown members included.
  package init(
    keeping source: @escaping @Sendable (Value) -> JSONObject,
    @FieldList<Value> _ fields: () -> [Field<Value>]
  ) {
    self.fields = fields()
    kept = source
  }

  package func json(of value: Value) -> JSONObject {
    var object = kept?(value) ?? JSONObject()
    for field in fields { object[field.name] = field.get(value) }
    return object
  }

  /// Sets in `value` what `object` says of it. A member that is absent, or of another kind, leaves
  /// what `value` has; where there is no value without it, that is thrown.
  package func read(_ object: JSONObject, into value: inout Value) throws(Problem) {
    for field in fields {
      guard let set = field.set else { continue }
      let isRead = object[field.name].map { set(&value, $0) } ?? false
      if !isRead, field.isNeeded { throw Problem("it has no \(field.name)") }
    }
  }

  /// The fields as those of a larger value that has this one as a part, beside its own.
  package func fields<Whole>(
    in part: @escaping @Sendable (Whole) -> Value
  ) -> [Field<Whole>] {
    fields.map { field in
      Field<Whole>(
        name: field.name, meaning: field.meaning, isAlways: field.isAlways, isNeeded: false,
        kind: field.kind, get: { field.get(part($0)) }, set: nil)
    }
  }

  /// As above, and read into that part too.
  package func fields<Whole>(
    in part: MemberPath<Whole, Value>
  ) -> [Field<Whole>] {
    fields.map { field in
      var set: (@Sendable (inout Whole, JSONValue) -> Bool)?
      if let own = field.set { set = { own(&$0[keyPath: part], $1) } }
      return Field<Whole>(
        name: field.name, meaning: field.meaning, isAlways: field.isAlways,
        isNeeded: field.isNeeded, kind: field.kind, get: { field.get($0[keyPath: part]) }, set: set)
    }
  }

  /// The fields of a part that not every value has: all of them are there, or none.
  package func fields<Whole>(
    ifAny part: @escaping @Sendable (Whole) -> Value?
  ) -> [Field<Whole>] {
    fields.map { field in
      Field<Whole>(
        name: field.name, meaning: field.meaning, isAlways: false, isNeeded: false,
        kind: field.kind, get: { part($0).flatMap(field.get) }, set: nil)
    }
  }

  /// As above, and read into a part that is there.
  package func fields<Whole>(
    ifAny part: MemberPath<Whole, Value?>
  ) -> [Field<Whole>] {
    fields.map { field in
      var set: (@Sendable (inout Whole, JSONValue) -> Bool)?
      if let own = field.set {
        set = { whole, json in
          guard var value = whole[keyPath: part], own(&value, json) else { return false }
          whole[keyPath: part] = value
          return true
        }
      }
      return Field<Whole>(
        name: field.name, meaning: field.meaning, isAlways: false, isNeeded: false,
        kind: field.kind, get: { $0[keyPath: part].flatMap(field.get) }, set: set)
    }
  }

  /// What is written and never read back.
  package var unreadNames: [String] { fields.filter { $0.set == nil }.map(\.name) }

  package var table: ShapeTable {
    ShapeTable(
      rows: fields.map {
        ShapeTable.Row(
          name: $0.name, kind: $0.kind(), isOptional: !$0.isAlways, meaning: $0.meaning)
      }, isOpen: kept != nil)
  }
}

/// The fields of a shape, one a line: each line is type-checked by itself.
@resultBuilder
package enum FieldList<Value> {
  package static func buildExpression(_ field: Field<Value>) -> [Field<Value>] { [field] }
  package static func buildExpression(_ fields: [Field<Value>]) -> [Field<Value>] { fields }
  package static func buildBlock(_ fields: [Field<Value>]...) -> [Field<Value>] {
    fields.flatMap(\.self)
  }
}
