internal import Base

/// The pulse as something that the system starts: what a unit file says, whichever kind it is.
struct ServiceSpec: Equatable {
  /// Of the unit, without a suffix.
  let name: String
  let program: String
  /// Without the program.
  let arguments: [String]
  let workingDirectory: String
  /// Sorted by name.
  let environment: [(name: String, value: String)]
  let dataDirectory: String

  static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.command == right.command
      && left.workingDirectory == right.workingDirectory
      && left.environment.elementsEqual(right.environment) { $0 == $1 }
  }

  var command: [String] { [program] + arguments }

  /// The first line of the text in both kinds of file: by it looop knows its own.
  static let mark = "Made by `looop service install`"

  /// What neither kind of file can hold: a line that ends early would be a line of its own.
  var problem: LooopError? {
    for path in [program, workingDirectory, dataDirectory]
    where path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      return unfit(path, "has a control character, such as a line feed, in its name")
    }
    for path in [workingDirectory, dataDirectory]
    where path.hasSuffix("\\") || path.hasSuffix(" ") {
      return unfit(path, "ends in a blank or a backslash, which a unit file loses")
    }
    return nil
  }

  private func unfit(_ path: String, _ why: String) -> LooopError {
    LooopError(
      .usage, code: "E_SERVICE_PATH", "\(Untrusted.oneLine(path)) \(why).",
      hint: "Use another folder, or a link to it with a plain name.")
  }

  /// The names of variables that a service is given: where things are, never what opens them.
  static let recorded = [
    "PATH", "LANG", "LC_ALL", "TZ", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
    "XDG_DATA_HOME", "SHELL", "GIT_CONFIG_GLOBAL", "SSH_AUTH_SOCK",
  ]
}
