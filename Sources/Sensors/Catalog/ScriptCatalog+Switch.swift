package import Base
internal import Core
internal import YAML

extension ScriptCatalog {
  /// Switches a sensor on or off in its manifest, and leaves the rest of it as it is. False when it
  /// was so already; nil when there is no such sensor.
  package func set(isEnabled: Bool, _ name: Identifier) throws(LooopError) -> Bool? {
    _ = try installer.settle()
    let file = path(name, .manifest)
    guard hasSensor(name) else { return nil }
    guard let bytes = try AtomicFile.read(file) else {
      guard !isEnabled else { return false }
      try write("description: The sensor \(name)\nenabled: false\n", of: name, mode: 0o600)
      tell(name, isEnabled)
      return true
    }
    let (manifest, written) = try read(bytes, file)
    guard manifest.isEnabled != isEnabled else { return false }
    let text = ManifestSwitch(String(decoding: bytes, as: UTF8.self), written).text(isEnabled)
    guard (try? Manifest.parse(Array(text.utf8), file: file))?.isEnabled == isEnabled else {
      throw LooopError(
        .badData, code: "E_MANIFEST", "\(file) could not be changed.",
        hint: "Write `enabled: \(isEnabled)` into it.")
    }
    try write(text, of: name, mode: UInt32(try FileFacts.of(file)?.permissions ?? 0o600))
    tell(name, isEnabled)
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

  private func write(_ text: String, of name: Identifier, mode: UInt32) throws(LooopError) {
    try authorship.recordSwitch(name, manifest: text)
    // A link stays, and what it leads to changes.
    try AtomicFile.replace(Folder.resolved(path(name, .manifest)), text.utf8, mode: mode)
  }
}

/// Changes the value of `enabled` in the text of a manifest, keeping comments and order.
struct ManifestSwitch {
  private var lines: [[Unicode.Scalar]]
  private let written: YAMLMapping

  init(_ text: String, _ written: YAMLMapping) {
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map(Array.init)
    self.written = written
  }

  func text(_ isEnabled: Bool) -> String {
    var lines = lines
    let word = Array("\(isEnabled)".unicodeScalars)
    if let node = written.value("enabled"), let old = node.text, !node.isNull {
      let at = offset(of: node)
      lines[node.line - 1].replaceSubrange(at..<(at + old.unicodeScalars.count), with: word)
    } else if isFlow {
      let at = offset(of: written.node) + 1
      lines[written.node.line - 1].insert(
        contentsOf: "\"enabled\": \(isEnabled), ".unicodeScalars, at: at)
    } else {
      let indent = Array(
        repeating: Unicode.Scalar(UInt8(ascii: " ")), count: written.node.column - 1)
      lines.insert(
        indent + Array("enabled: ".unicodeScalars) + word, at: max(written.node.line - 1, 0))
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: lines.joined(separator: ["\n"]))
    return String(text)
  }

  private var isFlow: Bool {
    let line = lines[written.node.line - 1]
    let at = offset(of: written.node)
    return at < line.count && line[at] == "{"
  }

  /// The column without the byte order mark, which the parser does not count.
  private func offset(of node: YAMLNode) -> Int {
    let hasMark = node.line == 1 && lines.first?.first == "\u{FEFF}"
    return node.column - 1 + (hasMark ? 1 : 0)
  }
}
