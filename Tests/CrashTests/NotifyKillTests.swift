import Foundation
import TestSupport
import Testing

@Suite("A notifier killed at every write")
struct NotifyKillTests {
  /// Seconds since 1970 at which the clock of each run stands: past the pause after a failure.
  private static let start = 1_900_000_000

  @Test("Each question arrives; one that may come twice says so, and a third run sends nothing")
  func killed() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let points = try await record(in: box)
      var passes: [String: Int] = [:]
      var doubts = 0
      for point in points {
        let pass = passes[point, default: 0] + 1
        passes[point] = pass
        if try await isDoubtful(point, pass, in: box) { doubts += 1 }
      }
      let isSeen = points.contains { $0.contains("receipts/*.exec.json") }
      #expect(isSeen && doubts > 0)
    }
  }

  /// Whether the question came twice, when its notifier was killed there.
  private func isDoubtful(
    _ point: String, _ pass: Int, in box: Sandbox
  ) async throws -> Bool {
    for name in ["data/receipts/setup-1.exec.json", "data/notify/exec", "sent", "mark"] {
      try? FileManager.default.removeItem(atPath: box.path(name))
    }
    let kill: JSON = [
      "role": "verb", "point": .string(point), "pass": JSON(integerLiteral: pass),
      "mark": .string(box.path("mark")),
    ]
    let killed = try await run(1, in: box, ["kill": kill])
    #expect(killed.code == 137, "\(point) \(pass): \(killed)")
    let again = try await run(2, in: box, [:])
    #expect(again.code == 0, "\(point) \(pass): \(again)")
    let sent = box.lines("sent")
    let marks = sent.map { $0["repeated"].bool ?? false }
    // What surely did not arrive may be marked too: it goes by what is on record.
    #expect([[false], [true], [false, true]].contains(marks), "\(point) \(pass): \(marks)")
    let third = try await run(3, in: box, [:])
    #expect(third.code == 0 && box.lines("sent").count == sent.count, "\(point) \(pass)")
    return sent.count == 2
  }

  private func record(in box: Sandbox) async throws -> [String] {
    let result = try await run(0, in: box, ["record": .string(box.path("points"))])
    #expect(result.code == 0)
    let points = box.text("points").split(separator: "\n").map {
      String($0.dropFirst("verb\t".count))
    }
    #expect(points.count > 5)
    return points
  }

  private func run(_ number: Int, in box: Sandbox, _ orders: JSON) async throws -> Finished {
    let orders = orders.with("clock", ["stands": JSON(integerLiteral: Self.start + number * 1_000)])
    return try await box.looop(
      "notify", "--exec", "cat >>'\(box.path("sent"))'", "--once",
      environment: ["LOOOP_FAILPOINTS": orders.text])
  }
}
