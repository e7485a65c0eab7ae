import CSys
import TestSupport
import Testing

@testable import Base

@Suite("The poll")
struct PollerTests {
  /// A source whose one descriptor may change while the poll is handled.
  private final class Source: PollSource {
    var descriptor: Int32
    var onReady: () -> Void = {}
    private(set) var handled = 0

    init(_ descriptor: Int32 = -1) { self.descriptor = descriptor }

    var descriptors: [Int32] { descriptor < 0 ? [] : [descriptor] }
    let deadline: Monotonic? = nil

    func handle(ready: Set<Int32>) {
      handled += 1
      onReady()
    }
  }

  @Test("A number that one source closes and the next one opens is not ready for the next one")
  func reused() throws {
    var ended: [Int32] = [-1, -1]
    var quiet: [Int32] = [-1, -1]
    try #require(csys_pipe(&ended) == 0 && csys_pipe(&quiet) == 0)
    close(ended[1])
    let number = ended[0]
    let first = Source(number)
    let second = Source()
    first.onReady = {
      // In one step, so that no other test gets the number in between.
      dup2(quiet[0], number)
      (first.descriptor, second.descriptor) = (-1, number)
    }
    Poller().turn([first, second], until: Monotonic.now() + Until.limit)
    #expect(first.handled == 1 && second.handled == 0)
    for fd in [number, quiet[0], quiet[1]] { close(fd) }
  }
}
