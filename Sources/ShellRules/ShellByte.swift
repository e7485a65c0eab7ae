internal import Base

/// The bytes a shell reads as more than themselves.
enum ShellByte {
  static let hash = UInt8(ascii: "#")
  static let semicolon = UInt8(ascii: ";")
  static let pipe = UInt8(ascii: "|")
  static let ampersand = UInt8(ascii: "&")
  static let open = UInt8(ascii: "(")
  static let close = UInt8(ascii: ")")
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let backslash = UInt8(ascii: "\\")
  static let quote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let dollar = UInt8(ascii: "$")
  static let backtick = UInt8(ascii: "`")

  static func quotesOrExpands(_ byte: UInt8) -> Bool {
    switch byte {
    case backslash, quote, doubleQuote, dollar, backtick: true
    default: false
    }
  }

  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case .space, .tab, .lineFeed, semicolon, pipe, ampersand, open, close, less, greater: true
    default: false
    }
  }
}
