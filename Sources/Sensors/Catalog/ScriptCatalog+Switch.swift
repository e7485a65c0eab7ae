package import Base
internal import Core
internal import YAML

extension ScriptCatalog {
  /// Switches a sensor on or off in its manifest, and leaves the rest of it as it is. False when it
  /// was so already; nil when there is no such sensor.
  package func set(isEnabled: Bool, _ name: Identifier) throws(LooopError) -> Bool? {
    try installer.alone { () throws(LooopError) in try change(isEnabled, name) }
  }

  private func change(_ isEnabled: Bool, _ name: Identifier) throws(LooopError) -> Bool? {
    let file = path(name, .manifest)
    guard try hasSensor(name) else { return nil }
    guard let bytes = try AtomicFile.read(file) else {
      guard !isEnabled else { return false }
      try write(
        "description: The sensor \(name)\nenabled: false\n", of: name, isEnabled, mode: 0o600)
      return true
    }
    let (manifest, written) = try read(bytes, file)
    guard manifest.isEnabled != isEnabled else {
      try AtomicFile.confirm(Folder.resolved(file), of: "The change of the sensor \(name)")
      return false
    }
    let text = ManifestSwitch(String(decoding: bytes, as: UTF8.self), written).text(isEnabled)
    guard let text,
      (try? Manifest.parse(Array(text.utf8), file: file))?.isEnabled == isEnabled
    else {
      throw LooopError(
        .badData, code: "E_MANIFEST", "\(file) could not be changed.",
        hint: "Write `enabled: \(isEnabled)` into it.")
    }
    try write(
      text, of: name, isEnabled, mode: UInt32(try FileFacts.of(file)?.permissions ?? 0o600))
    return true
  }

  private func tell(_ name: Identifier, _ isEnabled: Bool) {
    let done = isEnabled ? "enabled" : "disabled"
    chronicle?.tell(
      isEnabled ? "sensor.enabled" : "sensor.disabled", ["sensor": .string(name.text)], by: .human
    ) {
      "sensor \(name) \(done) \($0)"
    }
  }

  private func write(
    _ text: String, of name: Identifier, _ isEnabled: Bool, mode: UInt32
  ) throws(LooopError) {
    try Deed.prepare { () throws(LooopError) in
      try authorship.recordSwitch(name, manifest: text)
    }
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in
      try LinkedFile.replace(path(name, .manifest), text.utf8, mode: mode)
    }
    tell(name, isEnabled)
    if let doubt { throw doubt.of("The change of the sensor \(name)") }
  }
}

/// Changes the value of `enabled` in the text of a manifest, keeping comments and order.
struct ManifestSwitch {
  private let text: [Unicode.Scalar]
  private let written: YAMLMapping

  init(_ text: String, _ written: YAMLMapping) {
    self.text = Array(text.unicodeScalars)
    self.written = written
  }

  /// Nil when the place to change cannot be found.
  func text(_ isEnabled: Bool) -> String? {
    var changed = text
    let top = written.node
    if let node = written.value("enabled"), let old = node.text, !node.isNull {
      guard let at = offset(node.line, node.column),
        case let end = at + old.unicodeScalars.count, end <= text.count
      else { return nil }
      changed.replaceSubrange(at..<end, with: "\(isEnabled)".unicodeScalars)
    } else if let at = offset(top.line, top.column), at < text.count, text[at] == "{" {
      changed.insert(contentsOf: "\"enabled\": \(isEnabled), ".unicodeScalars, at: at + 1)
    } else {
      guard let at = offset(top.line, 1) else { return nil }
      let indent = String(repeating: " ", count: top.column - 1)
      changed.insert(contentsOf: "\(indent)enabled: \(isEnabled)\n".unicodeScalars, at: at)
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: changed)
    return String(result)
  }

  /// Where that place is, by the parser's count of lines and columns from 1: it ends a line at more
  /// than line feeds, and leaves out a byte order mark.
  private func offset(_ line: Int, _ column: Int) -> Int? {
    var start = text.first == "\u{FEFF}" ? 1 : 0
    for _ in 1..<max(line, 1) {
      guard let end = text[start...].firstIndex(where: Self.lineEnds.contains) else { return nil }
      let isPair = text[end] == "\r" && end + 1 < text.count && text[end + 1] == "\n"
      start = end + (isPair ? 2 : 1)
    }
    let at = start + column - 1
    return at <= text.count ? at : nil
  }

  private static let lineEnds: [Unicode.Scalar] = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
}
