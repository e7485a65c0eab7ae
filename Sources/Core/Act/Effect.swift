/// What executing a move did.
package struct Effect: Sendable, Equatable {
  /// The items it wrote: known to the baseline, so that the pulse never wakes itself.
  package var patch: Baseline.Patch
  /// What a command printed; the next decision sees it.
  package var output: ShellOutput?
  /// Added to the journal's line, when there is more to say than the move itself does.
  package var remark: String?

  package init(
    patch: Baseline.Patch = Baseline.Patch(), output: ShellOutput? = nil, remark: String? = nil
  ) {
    self.patch = patch
    self.output = output
    self.remark = remark
  }

  /// The line that tells what was decided, as `decided` does, and what came of it.
  func line(_ decided: String) -> String {
    decided + (remark.map { " (\($0))" } ?? "")
  }
}
