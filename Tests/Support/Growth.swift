internal import Foundation
public import Testing

/// How long work takes, in processor time of the thread that does it: neither another load nor a
/// slow machine fails a test that goes by it.
public enum Growth {
  /// What four times as much may take, as a multiple: what is linear takes 4, the square 16.
  private static let most = 8.0

  /// Expects the time `work` takes to grow with the size it is given, and no faster.
  public static func expectLinear(
    _ what: String, size: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ work: (Int) throws -> Void
  ) rethrows {
    try expect(what, size, most, sourceLocation, work)
  }

  /// Expects `work` to take no longer when its size grows.
  public static func expectConstant(
    _ what: String, size: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ work: (Int) throws -> Void
  ) rethrows {
    try expect(what, size, 2, sourceLocation, work)
  }

  /// The best of some tries counts: a cache or a page that is missing only makes one slower.
  private static func expect(
    _ what: String, _ size: Int, _ most: Double, _ location: SourceLocation,
    _ work: (Int) throws -> Void
  ) rethrows {
    var best = (small: Double.infinity, large: Double.infinity)
    for _ in 1...5 {
      best.small = min(best.small, try seconds { try work(size / 4) })
      best.large = min(best.large, try seconds { try work(size) })
      // Less than that is noise.
      if best.large < 0.01 || best.large < best.small * most { return }
    }
    Issue.record(
      "\(what): \(best.small) s for \(size / 4), \(best.large) s for \(size)",
      sourceLocation: location)
  }

  /// Expects `work` to end at all, as what grows with the power of its input would not.
  public static func expectEnd(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ work: () throws -> Void
  ) rethrows {
    let taken = try seconds(work)
    #expect(taken < 120, "\(what)", sourceLocation: sourceLocation)
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = now()
    try work()
    return now() - start
  }

  private static func now() -> Double {
    var spec = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spec)
    return Double(spec.tv_sec) + Double(spec.tv_nsec) / 1e9
  }
}
