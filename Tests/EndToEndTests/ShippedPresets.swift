import Foundation
import TestSupport
import Testing

/// The presets that ship, as the folder has them, so that a new one needs no change here.
enum ShippedPresets {
  private static let folder = Fixtures.folder.appending(path: "../../presets/runners")
    .standardizedFileURL

  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path())
    return (files ?? []).map { String($0.dropLast(".yaml".count)) }.sorted()
  }()

  /// Those with commands of their own: not the one whose commands the user gives.
  static let ready = names.filter { $0 != "custom" }

  /// Those with the commands that the original documents.
  static let documented = names.filter { name in
    let text = try? String(contentsOf: folder.appending(path: "\(name).yaml"), encoding: .utf8)
    return text?.contains("\ndocumented_tick_command: ") == true
  }

  /// The line that chooses `name` where `init` asks by number.
  static func number(of name: String, in box: Sandbox) async throws -> String {
    let rows = try JSON(try await box.must("runner", "list", "--json")).array
    let usable = rows.filter { $0["error"].string == nil }
    let index = try #require(usable.firstIndex { $0["name"].string == name })
    return "\(index + 1)\n"
  }
}
