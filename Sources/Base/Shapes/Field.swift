/// One member of a JSON object: its name, its meaning, and how it gets out of a value and back in.
///
/// A path to a `var` is written and read, a path to a `let` and a closure are only written.
package struct Field<Value>: Sendable {
  let name: String
  let meaning: String
  /// Whether every object has it.
  let isAlways: Bool
  /// Whether an object without it cannot be read.
  let isNeeded: Bool
  let kind: @Sendable () -> ShapeKind
  /// Nil leaves it out.
  let get: @Sendable (Value) -> JSONValue?
  /// False when the member is of another kind; nil for a field that is not read.
  let set: (@Sendable (inout Value, JSONValue) -> Bool)?
}

/// The way to a member of a value that can be set.
package typealias MemberPath<Value, Member> = any WritableKeyPath<Value, Member> & Sendable

// MARK: - Always there

extension Field {
  package init<Member: JSONWritable>(
    _ name: String, _ get: @escaping @Sendable (Value) -> Member, _ meaning: String
  ) {
    self.init(
      name: name, meaning: meaning, isAlways: true, isNeeded: false, kind: { Member.kind },
      get: { get($0).json }, set: nil)
  }

  package init<Member: JSONReadable>(
    _ name: String, _ path: MemberPath<Value, Member>, _ meaning: String
  ) {
    self.init(
      name: name, meaning: meaning, isAlways: true, isNeeded: false, kind: { Member.kind },
      get: { $0[keyPath: path].json }, set: Self.setter(path))
  }

  /// Without it an object cannot be read.
  package init<Member: JSONReadable>(
    needed name: String, _ path: MemberPath<Value, Member>, _ meaning: String
  ) {
    self.init(
      name: name, meaning: meaning, isAlways: true, isNeeded: true, kind: { Member.kind },
      get: { $0[keyPath: path].json }, set: Self.setter(path))
  }

  /// The same in every object.
  package init(_ name: String, always value: JSONValue, _ meaning: String) {
    self.init(
      name: name, meaning: meaning, isAlways: true, isNeeded: false, kind: { .constant(value) },
      get: { _ in value }, set: nil)
  }

  /// `"v": 1`, with which every record begins.
  package static var version: Self { Field("v", always: 1, "version of this shape") }
}

// MARK: - There when there is something to say

extension Field {
  /// Left out when it is nil.
  package init<Member: JSONWritable>(
    optional name: String, _ get: @escaping @Sendable (Value) -> Member?, _ meaning: String
  ) {
    self.init(
      name: name, meaning: meaning, isAlways: false, isNeeded: false, kind: { Member.kind },
      get: { get($0)?.json }, set: nil)
  }

  package init<Member: JSONReadable>(
    optional name: String, _ path: MemberPath<Value, Member?>, _ meaning: String
  ) {
    self.init(
      name: name, meaning: meaning, isAlways: false, isNeeded: false, kind: { Member.kind },
      get: { $0[keyPath: path]?.json },
      set: { value, json in
        guard let member = Member(json: json) else { return false }
        value[keyPath: path] = member
        return true
      })
  }

  /// Left out when it is `standard`.
  package init<Member: JSONWritable & Equatable & Sendable>(
    _ name: String, _ get: @escaping @Sendable (Value) -> Member, omitting standard: Member,
    _ meaning: String
  ) {
    self.init(
      name: name, meaning: meaning, isAlways: false, isNeeded: false, kind: { Member.kind },
      get: {
        let member = get($0)
        return member == standard ? nil : member.json
      }, set: nil)
  }

  package init<Member: JSONReadable & Equatable & Sendable>(
    _ name: String, _ path: MemberPath<Value, Member>, omitting standard: Member,
    _ meaning: String
  ) {
    self.init(
      name: name, meaning: meaning, isAlways: false, isNeeded: false, kind: { Member.kind },
      get: {
        let member = $0[keyPath: path]
        return member == standard ? nil : member.json
      }, set: Self.setter(path))
  }

  private static func setter<Member: JSONReadable>(
    _ path: MemberPath<Value, Member>
  ) -> @Sendable (inout Value, JSONValue) -> Bool {
    { value, json in
      guard let member = Member(json: json) else { return false }
      value[keyPath: path] = member
      return true
    }
  }
}
