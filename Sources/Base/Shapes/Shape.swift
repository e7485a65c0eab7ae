/// One JSON object as a table of fields: writer, reader, JSON Schema and the documentation's table
/// all come from it.
///
/// The table is code that is run for each purpose, never a list in memory: a verb that prints one
/// object would pay more for building the list than for printing.
public struct Shape<Value>: Sendable {
  @usableFromInline let list: @Sendable (inout Fields<Value>) -> Void
  /// The object a value was read from; unknown members are written back from it.
  @usableFromInline let kept: (@Sendable (Value) -> JSONObject)?

  @inlinable
  public init(_ list: @escaping @Sendable (inout Fields<Value>) -> Void) {
    self.list = list
    kept = nil
  }

  /// A shape whose values keep the object they were read from, unknown members included.
  @inlinable
  public init(
    keeping source: @escaping @Sendable (Value) -> JSONObject,
    _ list: @escaping @Sendable (inout Fields<Value>) -> Void
  ) {
    self.list = list
    kept = source
  }

  @inlinable
  public func json(of value: Value) -> JSONObject {
    var fields = Fields(ShapeRun(.writing, kept?(value) ?? JSONObject()), value)
    list(&fields)
    return fields.run.members
  }

  /// Sets in `value` what `object` says of it. A member that is absent, or of another kind, leaves
  /// what `value` has; where there is no value without it, that is thrown.
  @inlinable
  public func read(_ object: JSONObject, into value: inout Value) throws(Problem) {
    var fields = Fields(ShapeRun(.reading, object), value)
    list(&fields)
    if let missing = fields.run.missing { throw Problem("it has no \(missing)") }
    if let read = fields.value { value = read }
  }

  package var table: ShapeTable {
    var fields = Fields<Value>(ShapeRun(.listing, JSONObject()), nil)
    list(&fields)
    return ShapeTable(rows: fields.run.rows, isOpen: kept != nil)
  }
}
