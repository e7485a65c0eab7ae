/// Something a process waits for.
package protocol PollSource: AnyObject {
  /// Descriptors to watch for reading.
  var descriptors: [Int32] { get }
  /// When to be called even though nothing is readable.
  var deadline: Monotonic? { get }
  /// Called with those of `descriptors` that are readable or closed, also when only the deadline
  /// passed.
  func handle(ready: Set<Int32>)
}
