internal import Base

/// Another time of day, on another day, as far as a program's environment can pretend one: a `date`
/// first on `PATH`, and a time zone a day away for what asks the C library.
package enum MovedClock: Sendable {
  case unmoved, forward, backward

  /// That of the `index`th run of a trial.
  static func ofRun(_ index: Int) -> MovedClock {
    index == 0 ? .unmoved : index == 1 ? .forward : .backward
  }

  /// Odd, so that hour, minute and second change as well.
  private static let shift = Duration.hours(25) + .minutes(7) + .seconds(3)

  private var sign: String { self == .backward ? "-" : "+" }

  /// Makes the folder for its programs; nil when nothing is moved.
  func place() throws(LooopError) -> String? {
    self == .unmoved ? nil : try Folder.temporary("looop-clock")
  }

  /// Removes what `place` made.
  func leave(_ place: String?) { if let place { Folder.remove(place) } }

  /// `environment` at the other time. `programs` is the folder from `place`; those of `stubs`, the
  /// first folder of `PATH`, stay in front.
  func environment(
    _ environment: [String: String], programs: String, behind stubs: String?
  ) throws(LooopError) -> [String: String] {
    var moved = environment
    // The furthest zone that POSIX allows; its sign says how far it is behind.
    moved["TZ"] = "LOOOP\(self == .backward ? "" : "-")24:59"
    let path = environment["PATH"]
    guard let date = Executable.find("date", path: path) else { return moved }
    let file = "\(programs)/date"
    try AtomicFile.replace(file, program(real: date).utf8, mode: 0o700, durable: false)
    let rest = path ?? "/usr/local/bin:/usr/bin:/bin"
    moved["PATH"] =
      stubs.flatMap { stubs in
        rest.hasPrefix("\(stubs):")
          ? "\(stubs):\(programs):\(rest.dropFirst(stubs.count + 1))" : nil
      } ?? "\(programs):\(rest)"
    return moved
  }

  /// A `date` that knows the other time. A moment that is given, and the time of a file, stay.
  private func program(real: String) -> String {
    let real = ShellQuote.line([real])
    return """
      #!/bin/sh
      for word do
        case $word in
          --date* | --file* | --reference* | --set* | --help | --version) exec \(real) "$@" ;;
          --* | -I*) ;;
          -*[dfrs]*) exec \(real) "$@" ;;
        esac
      done
      at=$(($(\(real) +%s) \(sign) \(Self.shift.seconds)))
      if \(real) -d @0 >/dev/null 2>&1; then exec \(real) -d "@$at" "$@"; fi
      exec \(real) -r "$at" "$@"

      """
  }
}
