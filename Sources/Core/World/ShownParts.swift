package import Base

/// Reads one part after the other. For a person, one that cannot be read is left out and noted; for the
/// loop it is an error, since unknown counts as "do not act". A folder that cannot be listed is one for
/// both: to show nothing of it would say that it is empty. A verb that explains what is wrong says so
/// itself, and skips folders too.
package struct ShownParts {
  package let isShown: Bool
  private let skipsFolders: Bool
  /// What was left out.
  package private(set) var problems: [LooopError] = []

  package init(isShown: Bool, skipsFolders: Bool = false) {
    self.isShown = isShown
    self.skipsFolders = skipsFolders
  }

  /// What `read` returns, or `blank` where that was left out.
  package mutating func read<Part>(
    _ blank: Part, _ read: () throws(LooopError) -> Part
  ) throws(LooopError) -> Part {
    do throws(LooopError) { return try read() } catch {
      guard isShown, skipsFolders || error.code != "E_LIST" else { throw error }
      problems.append(LinkedFile.away(error))
      return blank
    }
  }
}
