/// Something that a process waits for in its poll.
package protocol PollSource: AnyObject {
  /// Descriptors to watch for reading.
  var descriptors: [Int32] { get }
  /// Descriptors to watch for what is urgent, not for reading.
  var alarms: [Int32] { get }
  /// Descriptors to watch for room to write.
  var outlets: [Int32] { get }
  /// When to call `handle` even if nothing is readable; nil for never.
  var deadline: Monotonic? { get }
  /// Called with those of `descriptors` that are readable or closed, those of `alarms` that are urgent and
  /// those of `outlets` that have room, also when only the deadline passed.
  func handle(ready: Set<Int32>)
}

extension PollSource {
  package var alarms: [Int32] { [] }
  package var outlets: [Int32] { [] }
}
