package import Base

/// A commit whose journal line is written and whose state is not, for want of a disk that takes it.
///
/// It is kept in memory and written before anything else is done: else the same move would be paid
/// for, made and journaled again.
package final class UnfinishedCommit {
  package typealias Writes = () throws(LooopError) -> Void

  private var writes: Writes?

  package init() {}

  package var isPending: Bool { writes != nil }

  /// Carries the writes out; when that fails they are left for `finish`.
  package func perform(_ writes: @escaping Writes) throws(LooopError) {
    let former = self.writes
    self.writes = { () throws(LooopError) in
      try former?()
      try writes()
    }
    try finish()
  }

  /// Writes what could not be written, if anything.
  package func finish() throws(LooopError) {
    try writes?()
    writes = nil
  }
}
