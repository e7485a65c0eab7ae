internal import Base

/// A systemd user unit for the pulse. systemd.exec(5) and systemd.service(5) say what is escaped where.
enum SystemdUnit {
  static func text(_ spec: ServiceSpec) -> String {
    let environment = spec.environment.map {
      "Environment=\(quoted("\($0.name)=\($0.value)", doublesDollar: false))\n"
    }
    // docs/service.md explains each line.
    return """
      # \(ServiceSpec.mark) for \(plain(spec.dataDirectory))
      [Unit]
      Description=looop

      [Service]
      ExecStart=\(command(spec))
      WorkingDirectory=\(specifiers(spec.workingDirectory))
      \(environment.joined())Restart=on-failure
      RestartSec=10
      RestartPreventExitStatus=75 77 78
      KillMode=process
      TimeoutStopSec=30

      [Install]
      WantedBy=default.target

      """
  }

  private static func command(_ spec: ServiceSpec) -> String {
    let words = spec.arguments.map { quoted($0, doublesDollar: true) }
    guard isAcceptable(spec.program) else {
      // systemd refuses such a path as the program itself; as an argument it may be anything.
      let shell = ["/bin/sh", "-c", "'exec \"$$0\" \"$$@\"'"]
      return (shell + [quoted(spec.program, doublesDollar: true)] + words).joined(separator: " ")
    }
    // Variables are not replaced in the path of the program.
    return ([quoted(spec.program, doublesDollar: false)] + words).joined(separator: " ")
  }

  /// systemd allows neither quotes nor backslashes in the path of a program; at its start some signs
  /// would be flags, but an absolute path has none of them there.
  private static func isAcceptable(_ path: String) -> Bool {
    path.hasPrefix("/") && !path.contains { "\"'\\".contains($0) }
  }

  /// A word as it is written there: quoted where a plain one would be read otherwise.
  static func quoted(_ word: String, doublesDollar: Bool) -> String {
    var text = ""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "%": text += "%%"
      case "$" where doublesDollar: text += "$$"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: text += hexadecimal(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    let isPlain = !word.isEmpty && word.utf8.allSatisfy(isPlainByte)
    return isPlain ? text : "\"\(text)\""
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
  }

  private static func isPlainByte(_ byte: UInt8) -> Bool {
    byte.isNameByte || "/.-_+:,@=%$".utf8.contains(byte)
  }

  /// Nothing is quoted in a path that is a value by itself.
  private static func specifiers(_ path: String) -> String {
    path.replacing("%", with: "%%")
  }

  /// For a comment.
  private static func plain(_ text: String) -> String { Untrusted.oneLine(text) }
}
