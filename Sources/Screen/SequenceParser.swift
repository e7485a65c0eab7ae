/// Splits bytes into characters, controls and sequences, by the states of ECMA-48 and of
/// vt100.net's DEC parser. It never fails: unknown input gives one event or `none`. Memory is
/// bounded: an unterminated string is abandoned after `longestString` bytes.
struct SequenceParser: Sendable, Equatable {
  enum State: UInt8, Sendable {
    case text, escape, escapeIntermediate, parameters, intermediate, ignored, command, string
  }

  enum Event: Equatable {
    case none
    case character(UInt32)
    case control(UInt8)
    /// ESC and its last byte; `intermediate` has the byte between.
    case escape(UInt8)
    /// CSI and its last byte; `parameters`, `marker` and `intermediate` have the rest.
    case sequence(UInt8)
    /// OSC; `payload` has its bytes.
    case command
  }

  /// The stored bytes of an OSC: enough for any title.
  static let longestPayload = 4096
  static let longestString = 1 << 20

  private(set) var state = State.text
  private(set) var parameters = Parameters()
  /// `?`, `>`, `=` or `<` before the parameters, else 0.
  private(set) var marker: UInt8 = 0
  /// The byte before the last one, else 0.
  private(set) var intermediate: UInt8 = 0
  private(set) var payload: [UInt8] = []
  private var stringLength = 0
  private var decoder = UTF8Decoder()

  /// Whether a printable ASCII byte would be a character by itself.
  var isIdle: Bool { state == .text && decoder.isIdle }

  /// Whether `byte` cuts a character short: print U+FFFD, then consume the byte.
  mutating func breaks(at byte: UInt8) -> Bool {
    guard decoder.isBroken(by: byte) else { return false }
    decoder.reset()
    return true
  }

  mutating func consume(_ byte: UInt8) -> Event {
    switch byte {
    case 0x1B: return begin()
    case 0x18, 0x1A:
      state = .text
      return .none
    case 0..<0x20 where state != .command && state != .string: return .control(byte)
    default: break
    }
    switch state {
    case .text: return text(byte)
    case .command, .string: return stringByte(byte)
    case _ where byte == 0x7F: return .none
    // Only text has bytes above ASCII: the sequence was cut short.
    case _ where byte > 0x7F:
      state = .text
      return text(byte)
    case .escape: return escape(byte)
    case .escapeIntermediate:
      guard byte >= 0x30 else { return .none }
      state = .text
      return .escape(byte)
    case .parameters: return parameter(byte)
    case .intermediate, .ignored: return last(byte)
    }
  }

  /// ESC ends what came before: a string (as the first half of ESC \), or an unfinished sequence.
  private mutating func begin() -> Event {
    let wasCommand = state == .command
    state = .escape
    intermediate = 0
    return wasCommand ? .command : .none
  }

  private mutating func text(_ byte: UInt8) -> Event {
    guard byte != 0x7F, let scalar = decoder.decode(byte) else { return .none }
    // C1 controls are not sent in UTF-8 and print nothing.
    return 0x80...0x9F ~= scalar ? .none : .character(scalar)
  }

  private mutating func escape(_ byte: UInt8) -> Event {
    switch byte {
    case 0x20...0x2F:
      intermediate = byte
      state = .escapeIntermediate
    case UInt8(ascii: "["):
      parameters.reset()
      marker = 0
      state = .parameters
    case UInt8(ascii: "]"):
      payload.removeAll(keepingCapacity: true)
      stringLength = 0
      state = .command
    // DCS, SOS, PM, APC, and the title of screen(1).
    case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "k"):
      stringLength = 0
      state = .string
    default:
      state = .text
      return .escape(byte)
    }
    return .none
  }

  private mutating func parameter(_ byte: UInt8) -> Event {
    switch byte {
    case 0x30...0x39: parameters.append(digit: byte - 0x30)
    case UInt8(ascii: ";"): parameters.begin(attached: false)
    case UInt8(ascii: ":"): parameters.begin(attached: true)
    case 0x3C...0x3F: if marker == 0 { marker = byte } else { state = .ignored }
    default: return last(byte)
    }
    return .none
  }

  /// After the parameters: intermediate bytes, then the final one.
  private mutating func last(_ byte: UInt8) -> Event {
    switch byte {
    case 0x20...0x2F:
      intermediate = byte
      if state == .parameters { state = .intermediate }
    case 0x30...0x3F: state = .ignored
    default:
      let isValid = state != .ignored
      state = .text
      return isValid ? .sequence(byte) : .none
    }
    return .none
  }

  private mutating func stringByte(_ byte: UInt8) -> Event {
    if byte == 0x07, state == .command {
      state = .text
      return .command
    }
    stringLength += 1
    if stringLength > Self.longestString {
      state = .text
    } else if state == .command, payload.count < Self.longestPayload {
      payload.append(byte)
    }
    return .none
  }
}
