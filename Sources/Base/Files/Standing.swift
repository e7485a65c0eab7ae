internal import CSys

/// The third outcome of a write, beside done and not done: it is there for all to see and may have
/// been acted on, and the disk did not confirm it.
extension LooopError {
  /// `deed` is what stands: "The answer to gate-1".
  package static func standing(_ deed: String, because reason: String) -> LooopError {
    var error = LooopError(
      .cannotWrite, code: "E_STANDS",
      "\(deed) stands, and may not survive a power cut: \(reason).",
      hint: "Once the disk works again, repeat the command: it is the same act and counts once.")
    error.doubt = reason
    return error
  }

  static func standing(_ deed: String, errno code: Int32) -> LooopError {
    standing(deed, because: String(cString: strerror(code)))
  }

  /// Of an act that counts, while what follows from it failed.
  package static func done(_ deed: String, but error: LooopError) -> LooopError {
    LooopError(
      .cannotWrite, code: "E_UNFINISHED",
      "\(deed) stands, but what follows from it failed: \(error.message)", hint: error.hint)
  }

  /// Whether it is of an act that counts all the same.
  package var stands: Bool { code == "E_STANDS" || code == "E_UNFINISHED" }

  /// The same doubt of the deed in a caller's words; another error stays as it is.
  package func of(_ deed: String) -> LooopError {
    doubt.map { .standing(deed, because: $0) } ?? self
  }
}

/// What became of an act that the disk may not confirm.
package enum Deed {
  /// The result of `act`. When that throws although the act counts, it is `done`, and the error is left
  /// in `doubt`, to be thrown once what follows from the act is done too.
  package static func hold<Result>(
    _ doubt: inout LooopError?, as done: Result, _ act: () throws(LooopError) -> Result
  ) throws(LooopError) -> Result {
    do throws(LooopError) { return try act() } catch {
      guard error.stands else { throw error }
      doubt = doubt ?? error
      return done
    }
  }

  package static func hold(
    _ doubt: inout LooopError?, _ act: () throws(LooopError) -> Void
  ) throws(LooopError) {
    try hold(&doubt, as: (), act)
  }

  /// The result of what comes before the act that counts: nothing is done when it may not last.
  /// `undo` takes it back.
  package static func prepare<Result>(
    undo: () -> Void = {}, _ step: () throws(LooopError) -> Result
  ) throws(LooopError) -> Result {
    do throws(LooopError) { return try step() } catch {
      guard error.stands else { throw error }
      undo()
      throw LooopError(
        .cannotWrite, code: "E_WRITE",
        "The disk does not keep what is written: \(error.doubt ?? error.message). Nothing was done.",
        hint: "Mend the disk, then try again.")
    }
  }
}
