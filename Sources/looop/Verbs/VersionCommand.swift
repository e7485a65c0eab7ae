internal import ArgumentParser

struct VersionCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version.")
  static let examples = [Example("looop version")]

  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  static var needsPlace: Bool { false }

  func execute(_ wiring: Wiring) -> Int32 { Self.say(json: json) }

  static func say(json: Bool) -> Int32 {
    if json {
      Console.say(json: VersionReport())
    } else {
      Console.say("looop \(Version.text)")
    }
    return ExitStatusCode.ok
  }
}
