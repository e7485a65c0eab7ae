import Foundation
import TestSupport

extension Sandbox {
  /// Runs a verb whose `number`th system call of that name fails, and those that follow if `times` is
  /// more than one; nil when it makes fewer. The file `hit` says where it failed.
  func run(
    _ words: [String], failing call: String, _ number: Int, times: Int = 1, errno code: Int32 = EIO,
    input: Running.Input = .none, environment extra: [String: String] = [:]
  ) async throws -> Finished? {
    let order: JSON = [
      "fail": [
        "role": "verb", "call": .string(call), "at": .number(Double(number)),
        "times": .number(Double(times)), "errno": .number(Double(code)),
        "mark": .string(path("hit")),
      ]
    ]
    try? FileManager.default.removeItem(atPath: path("hit"))
    let result = try await start(
      words, input: input,
      environment: extra.merging(["LOOOP_FAILPOINTS": order.text]) { $1 }
    ).finish()
    return exists("hit") ? result : nil
  }
}
