import Foundation
import TestSupport

/// A loop on trial: its processes go by an accelerated clock, record the points they pass, or die
/// at one of them.
struct Trial: Sendable {
  /// A point as a process passes it.
  struct Point: Sendable, Hashable, Comparable {
    let role: String
    let name: String
    /// The protocol of the write.
    var kind: Substring { name.prefix { $0 != " " } }

    static func < (left: Self, right: Self) -> Bool {
      (left.role, left.name) < (right.role, right.name)
    }
  }

  /// A place to die, and the how-many-eth passing of it.
  struct Death: Sendable, Hashable, CustomStringConvertible {
    let point: Point
    let pass: Int

    var isTorn: Bool { point.name.hasSuffix("torn") }
    var description: String { "\(point.role) at \(point.name), \(pass)" }
  }

  let box: Sandbox
  /// How many of the loop's seconds pass in a real one.
  private let speed: Int
  /// The loop's clock is behind the real one until then.
  private let meets = Int(Date().timeIntervalSince1970) + 600

  init(box: Sandbox, speed: Int = 100) {
    self.box = box
    self.speed = speed
  }

  /// The environment for those who may die, and for all others.
  func environment(_ death: Death? = nil, recording: Bool = false) -> [String: String] {
    var orders: [String: JSON] = [
      "clock": ["speed": .number(Double(speed)), "equals": .number(Double(meets))]
    ]
    if recording { orders["record"] = .string(box.path("points")) }
    if let death {
      orders["kill"] = [
        "role": .string(death.point.role), "point": .string(death.point.name),
        "pass": .number(Double(death.pass)), "mark": .string(box.path("died")),
      ]
    }
    return ["LOOOP_FAILPOINTS": JSON.object(orders).text]
  }

  /// How often each role passed each point.
  func points() -> [Point: Int] {
    var hits: [Point: Int] = [:]
    for line in box.text("points").split(separator: "\n") {
      let parts = line.split(separator: "\t").map(String.init)
      hits[Point(role: parts[0], name: parts[1]), default: 0] += 1
    }
    return hits
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Runs a verb, out of reach of the failpoints.
  func verb(_ words: String...) async throws -> Finished { try await run(words) }

  /// Runs a verb that must succeed.
  func must(_ words: String...) async throws {
    let result = try await run(words)
    guard result.code == 0 else { throw Failure(description: "\(words): \(result.err)") }
  }

  /// Answers an ask. False when it was withdrawn since it was seen, as when the next life of its worker
  /// asks the same: nothing is acknowledged then.
  func answer(_ id: String, _ words: String) async throws -> Bool {
    let result = try await run(["answer", id, words])
    if result.code == 0 { return true }
    if result.err.contains("withdrawn") { return false }
    throw Failure(description: "answer \(id): \(result.err)")
  }

  private func run(_ words: [String]) async throws -> Finished {
    try await box.start(words, environment: environment()).finish()
  }
}
