package import Base

/// Reads one part after the other. For a person, one that cannot be read is left out and noted; for the
/// loop it is an error, since unknown counts as "do not act".
package struct ShownParts {
  package let isShown: Bool
  /// What was left out.
  package private(set) var problems: [LooopError] = []

  package init(isShown: Bool) { self.isShown = isShown }

  /// What `read` returns, or `blank` where that was left out.
  package mutating func read<Part>(
    _ blank: Part, _ read: () throws(LooopError) -> Part
  ) throws(LooopError) -> Part {
    do throws(LooopError) { return try read() } catch {
      guard isShown else { throw error }
      problems.append(LinkedFile.away(error))
      return blank
    }
  }
}
