import Base
import Core
import TestSupport
import Testing

@testable import looop

@Suite("When the window is drawn")
struct FramePainterTests {
  private static func at(_ milliseconds: Int) -> Monotonic {
    Monotonic(nanoseconds: 1_000_000_000) + .milliseconds(milliseconds)
  }

  @Test("However much changes, a second has at most thirty frames, and the last state is drawn")
  func rate() {
    var painter = FramePainter(hasColors: true)
    var model = WatchModel.showing()
    var frames = 0
    for millisecond in 0..<1_000 {
      model.say(millisecond..<millisecond + 1, isFresh: false)
      painter.invalidate()
      if !painter.paint(model, at: Self.at(millisecond)).isEmpty { frames += 1 }
    }
    #expect(25...30 ~= frames, "\(frames)")
    let due = painter.deadline
    #expect(due.map { $0 <= Self.at(1_034) } == true)
    #expect(!painter.paint(model, at: Self.at(1_034)).isEmpty)
    #expect(painter.deadline == nil)
  }

  @Test("Nothing new draws nothing, however often the clock says the same")
  func still() {
    var painter = FramePainter(hasColors: true)
    var fleet = WatchedFleet()
    fleet.headline = { _ in "up (pid 7): idle" }
    var model = WatchModel.showing(fleet)
    #expect(!painter.paint(model, at: Self.at(0)).isEmpty && painter.deadline == nil)
    for second in 1...3_600 {
      model.handle(.clock(10_100 + second, wrote: [.sample("fix-login"): 10_097]))
      painter.invalidate()
      #expect(painter.paint(model, at: Self.at(second * 1_000)).isEmpty)
    }
    // An age that is shown is news once it is another one.
    var still = WatchedFleet.sample
    still.headline = { _ in "up (pid 7): idle" }
    model = WatchModel.showing(still)
    painter.invalidate()
    _ = painter.paint(model, at: Self.at(4_000_000))
    var frames = 0
    for second in 1...3_600 {
      model.handle(.clock(10_100 + second, wrote: [.sample("fix-login"): 10_097]))
      painter.invalidate()
      if !painter.paint(model, at: Self.at(4_000_000 + second * 1_000)).isEmpty { frames += 1 }
    }
    #expect(1..<600 ~= frames, "\(frames)")
  }

  @Test("A terminal that may show anything is drawn whole")
  func forgotten() {
    var painter = FramePainter(hasColors: true)
    let model = WatchModel.showing()
    let first = painter.paint(model, at: Self.at(0))
    painter.forget()
    #expect(painter.paint(model, at: Self.at(100)) == first && !first.isEmpty)
  }
}
