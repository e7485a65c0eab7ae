/// One run of a shape's table: its purpose and its results, without the type of the value.
@usableFromInline
struct ShapeRun {
  @usableFromInline
  enum Purpose { case writing, reading, listing }

  @usableFromInline let purpose: Purpose
  /// What is written, or read from.
  @usableFromInline var members: JSONObject
  /// The first field that is needed and was not read.
  @usableFromInline var missing: String?
  private(set) var rows: [ShapeTable.Row] = []

  @usableFromInline
  init(_ purpose: Purpose, _ members: JSONObject) {
    self.purpose = purpose
    self.members = members
  }

  @usableFromInline
  mutating func write(_ name: String, _ json: JSONValue?) { members[name] = json }

  @usableFromInline
  func member(_ name: String) -> JSONValue? { members[name] }

  @usableFromInline
  mutating func needs(_ name: String) { missing = missing ?? name }

  @usableFromInline
  mutating func row<Member: JSONWritable>(
    _ name: String, _ type: Member.Type, meaning: String, isOptional: Bool = false,
    isRead: Bool = false
  ) {
    row(name, type.kind, meaning: meaning, isOptional: isOptional, isRead: isRead)
  }

  mutating func row(
    _ name: String, _ kind: ShapeKind, meaning: String, isOptional: Bool = false,
    isRead: Bool = false
  ) {
    rows.append(
      ShapeTable.Row(
        name: name, kind: kind, isOptional: isOptional, isRead: isRead, meaning: meaning))
  }

  @usableFromInline
  mutating func row(_ name: String, always value: JSONValue, _ meaning: String) {
    switch purpose {
    case .writing: write(name, value)
    case .reading: break
    case .listing: row(name, .constant(value), meaning: meaning)
    }
  }

  @usableFromInline
  mutating func rows<Part>(of part: Shape<Part>, isOptional: Bool, isRead: Bool) {
    for row in part.table.rows {
      self.row(
        row.name, row.kind, meaning: row.meaning, isOptional: isOptional || row.isOptional,
        isRead: isRead && row.isRead)
    }
  }
}

/// The fields of a shape, one after the other, while its table is run for one purpose.
///
/// A path to a `var` is written and read, a path to a `let` and a closure are only written. All is
/// inlined into the table, so that a path becomes the plain access it stands for: what is inlined
/// into other modules must be `public` (docs/decisions/0021-one-table-a-shape.md).
public struct Fields<Value> {
  @usableFromInline var run: ShapeRun
  /// Nil when the fields are only listed.
  @usableFromInline var value: Value?

  @inlinable @inline(__always)
  init(_ run: ShapeRun, _ value: Value?) {
    self.run = run
    self.value = value
  }
}

// MARK: - Always there

extension Fields {
  @inlinable @inline(__always)
  public mutating func callAsFunction<Member: JSONWritable>(
    _ name: String, _ get: (Value) -> Member, _ meaning: String
  ) {
    switch run.purpose {
    case .writing: if let value { run.write(name, get(value).json) }
    case .reading: break
    case .listing: run.row(name, Member.self, meaning: meaning)
    }
  }

  @inlinable @inline(__always)
  public mutating func callAsFunction<Member: JSONReadable>(
    _ name: String, _ path: WritableKeyPath<Value, Member>, _ meaning: String
  ) {
    switch run.purpose {
    case .writing: if let value { run.write(name, value[keyPath: path].json) }
    case .reading: _ = set(name, path)
    case .listing: run.row(name, Member.self, meaning: meaning, isRead: true)
    }
  }

  /// An object without it cannot be read.
  @inlinable @inline(__always)
  public mutating func callAsFunction<Member: JSONReadable>(
    needed name: String, _ path: WritableKeyPath<Value, Member>, _ meaning: String
  ) {
    switch run.purpose {
    case .writing: if let value { run.write(name, value[keyPath: path].json) }
    case .reading: if !set(name, path) { run.needs(name) }
    case .listing: run.row(name, Member.self, meaning: meaning, isRead: true)
    }
  }

  /// The same in every object.
  @inlinable
  public mutating func callAsFunction(_ name: String, always value: JSONValue, _ meaning: String) {
    run.row(name, always: value, meaning)
  }

  /// `"v": 1`, with which every record begins.
  @inlinable
  public mutating func version() { run.row("v", always: 1, "version of this shape") }
}

// MARK: - There when there is something to say

extension Fields {
  /// Left out when it is nil.
  @inlinable @inline(__always)
  public mutating func callAsFunction<Member: JSONWritable>(
    optional name: String, _ get: (Value) -> Member?, _ meaning: String
  ) {
    switch run.purpose {
    case .writing: if let value { run.write(name, get(value)?.json) }
    case .reading: break
    case .listing: run.row(name, Member.self, meaning: meaning, isOptional: true)
    }
  }

  @inlinable @inline(__always)
  public mutating func callAsFunction<Member: JSONReadable>(
    optional name: String, _ path: WritableKeyPath<Value, Member?>, _ meaning: String
  ) {
    switch run.purpose {
    case .writing: if let value { run.write(name, value[keyPath: path]?.json) }
    case .reading:
      if let member = run.member(name).flatMap(Member.init(json:)) {
        value?[keyPath: path] = member
      }
    case .listing: run.row(name, Member.self, meaning: meaning, isOptional: true, isRead: true)
    }
  }

  /// Left out when it is `standard`.
  @inlinable @inline(__always)
  public mutating func callAsFunction<Member: JSONReadable & Equatable>(
    _ name: String, _ path: WritableKeyPath<Value, Member>, omitting standard: Member,
    _ meaning: String
  ) {
    switch run.purpose {
    case .writing:
      if let value {
        let member = value[keyPath: path]
        run.write(name, member == standard ? nil : member.json)
      }
    case .reading: _ = set(name, path)
    case .listing: run.row(name, Member.self, meaning: meaning, isOptional: true, isRead: true)
    }
  }
}

// MARK: - Parts whose fields are beside the others

extension Fields {
  @inlinable
  public mutating func part<Part>(_ shape: Shape<Part>, _ get: (Value) -> Part) {
    part(shape, ifAny: get, isOptional: false)
  }

  /// Of a part that not every value has: all of its fields are there, or none.
  @inlinable
  public mutating func part<Part>(_ shape: Shape<Part>, ifAny get: (Value) -> Part?) {
    part(shape, ifAny: get, isOptional: true)
  }

  @inlinable
  mutating func part<Part>(
    _ shape: Shape<Part>, ifAny get: (Value) -> Part?, isOptional: Bool
  ) {
    switch run.purpose {
    case .writing: if let value, let part = get(value) { _ = carry(shape, on: part) }
    case .reading: break
    case .listing: run.rows(of: shape, isOptional: isOptional, isRead: false)
    }
  }

  /// As above, and read into that part too.
  @inlinable
  public mutating func part<Part>(
    _ shape: Shape<Part>, _ path: WritableKeyPath<Value, Part>
  ) {
    switch run.purpose {
    case .writing: if let value { _ = carry(shape, on: value[keyPath: path]) }
    case .reading:
      if let value, let part = carry(shape, on: value[keyPath: path]) {
        self.value?[keyPath: path] = part
      }
    case .listing: run.rows(of: shape, isOptional: false, isRead: true)
    }
  }

  /// As above, and read into a part that is there.
  @inlinable
  public mutating func part<Part>(
    _ shape: Shape<Part>, ifAny path: WritableKeyPath<Value, Part?>
  ) {
    switch run.purpose {
    case .writing: if let value, let part = value[keyPath: path] { _ = carry(shape, on: part) }
    case .reading:
      if let value, let former = value[keyPath: path], let part = carry(shape, on: former) {
        self.value?[keyPath: path] = part
      }
    case .listing: run.rows(of: shape, isOptional: true, isRead: true)
    }
  }

  /// Runs the part's table for the same purpose on the same object.
  @inlinable
  mutating func carry<Part>(_ shape: Shape<Part>, on part: Part) -> Part? {
    var fields = Fields<Part>(run, part)
    // Releases this reference, so that writing to the other does not copy.
    run.members = JSONObject()
    shape.list(&fields)
    run = fields.run
    return fields.value
  }

  /// False when the member is absent or of another kind.
  @inlinable @inline(__always)
  mutating func set<Member: JSONReadable>(
    _ name: String, _ path: WritableKeyPath<Value, Member>
  ) -> Bool {
    guard let member = run.member(name).flatMap(Member.init(json:)) else { return false }
    value?[keyPath: path] = member
    return true
  }
}
