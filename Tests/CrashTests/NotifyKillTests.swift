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
      #expect(points.contains { $0.contains("receipts/*.exec.json") }, "\(points)")
      var doubts = 0
      for (index, point) in points.enumerated() {
        for name in ["data/receipts/setup-1.exec.json", "data/notify/exec", "sent", "mark"] {
          try? FileManager.default.removeItem(atPath: box.path(name))
        }
        let pass = points[...index].count { $0 == point }
        let killed = try await run(
          1, in: box,
          [
            "kill": [
              "role": "verb", "point": .string(point), "pass": .number(pass),
              "mark": .string(box.path("mark")),
            ]
          ])
        #expect(killed.code == 137, "\(point) \(pass): \(killed)")
        #expect(try await run(2, in: box, [:]).code == 0)
        let sent = box.lines("sent")
        #expect([1, 2].contains(sent.count), "\(point) \(pass): \(sent.map(\.text))")
        // What surely did not arrive may be marked too: the doubt is what is on record.
        if sent.count == 2 {
          doubts += 1
          #expect(sent[0]["repeated"] == false && sent[1]["repeated"] == true, "\(point) \(pass)")
        }
        #expect(try await run(3, in: box, [:]).code == 0)
        #expect(box.lines("sent").count == sent.count, "\(point) \(pass)")
      }
      #expect(doubts > 0)
    }
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
    let orders = orders.with("clock", ["stands": .number(Self.start + number * 1_000)])
    return try await box.looop(
      "notify", "--exec", "cat >>'\(box.path("sent"))'", "--once",
      environment: ["LOOOP_FAILPOINTS": orders.text])
  }
}

extension JSON {
  fileprivate static func number(_ number: Int) -> JSON { JSON(integerLiteral: number) }
}
