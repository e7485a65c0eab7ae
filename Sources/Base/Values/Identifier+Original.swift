/// The names of looop 1.0's workers, which could be almost any file name: its asks contain them.
///
/// Such a name is written with the letters, digits and marks below and `%XX` for any other byte, so that
/// it is as safe in a prompt, in a shell command and on a screen as a name of our own.
extension Identifier {
  private static let longestOriginal = 200
  private static let hexadecimal = Array("0123456789ABCDEF".utf8)

  /// Nil for what cannot be a part of a file's name. `name` is one as a file has it.
  package init?(original name: String) {
    guard !name.isEmpty, name.utf8.count <= Self.longestOriginal, !name.hasPrefix("."),
      !name.utf8.contains(0), !name.utf8.contains(UInt8(ascii: "/"))
    else { return nil }
    var text: [UInt8] = []
    for byte in name.utf8 {
      // An option begins with a dash.
      if byte.isPlainInOriginal, !text.isEmpty || byte.isNameByte {
        text.append(byte)
      } else {
        text += [
          UInt8(ascii: "%"), Self.hexadecimal[Int(byte >> 4)], Self.hexadecimal[Int(byte & 15)],
        ]
      }
    }
    self.init(checked: String(decoding: text, as: UTF8.self))
  }

  /// Nil when `text` is not such a name as it is written here.
  package init?(writtenOriginal text: String) {
    guard let name = Self.original(of: text), let same = Identifier(original: name),
      same.text == text
    else { return nil }
    self = same
  }

  /// The name as a file has it.
  package var originalName: String {
    text.utf8.contains(UInt8(ascii: "%")) ? Self.original(of: text) ?? text : text
  }

  private static func original(of text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexadecimal.firstIndex),
        let low = rest.popFirst().flatMap(hexadecimal.firstIndex)
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isPlainInOriginal: Bool { isNameByte || ".-:@+,".utf8.contains(self) }
}
