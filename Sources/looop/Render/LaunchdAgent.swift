internal import Base

/// A launchd agent for the pulse, as a property list.
enum LaunchdAgent {
  static func text(_ spec: ServiceSpec) -> String {
    let words = spec.command.map { "    <string>\(escaped($0))</string>\n" }
    let environment = spec.environment.map {
      "    <key>\(escaped($0.name))</key><string>\(escaped($0.value))</string>\n"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- \(ServiceSpec.mark) -->
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" \
      "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0"><dict>
        <key>Label</key><string>\(escaped(spec.name))</string>
        <key>ProgramArguments</key>
        <array>
      \(words.joined())  </array>
        <key>WorkingDirectory</key><string>\(escaped(spec.workingDirectory))</string>
        <key>EnvironmentVariables</key>
        <dict>
      \(environment.joined())  </dict>
        <key>RunAtLoad</key><true/>
        <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
        <key>AbandonProcessGroup</key><true/>
        <key>StandardErrorPath</key><string>\(escaped(spec.dataDirectory))/service.log</string>
      </dict></plist>

      """
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML has no other control characters, whatever their spelling.
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
