/// What executing a move did.
public struct Effect: Sendable, Equatable {
  /// The items it wrote: known to the baseline, so that the pulse never wakes itself.
  public var patch: Baseline.Patch
  /// What a command printed; the next decision sees it.
  public var output: ShellOutput?
  /// Added to the journal's line, when there is more to say than the move itself does.
  public var remark: String?

  public init(
    patch: Baseline.Patch = Baseline.Patch(), output: ShellOutput? = nil, remark: String? = nil
  ) {
    self.patch = patch
    self.output = output
    self.remark = remark
  }
}
