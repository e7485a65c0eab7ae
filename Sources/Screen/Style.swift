extension Screen {
  /// How a cell looks.
  package struct Style: Sendable, Equatable {
    package struct Attributes: OptionSet, Sendable {
      package let rawValue: UInt8
      package init(rawValue: UInt8) { self.rawValue = rawValue }

      package static let bold = Attributes(rawValue: 1)
      package static let faint = Attributes(rawValue: 2)
      package static let italic = Attributes(rawValue: 4)
      package static let underlined = Attributes(rawValue: 8)
      package static let blinking = Attributes(rawValue: 16)
      package static let inverse = Attributes(rawValue: 32)
      package static let hidden = Attributes(rawValue: 64)
      package static let struck = Attributes(rawValue: 128)
    }

    /// Packed into four bytes, since every cell has two.
    package struct Color: Sendable, Equatable {
      private var packed: UInt32 = 0

      /// The terminal's default.
      package static let standard = Color()

      /// A colour of the palette; the terminal decides what 0 to 15 look like.
      package static func indexed(_ index: UInt8) -> Color {
        Color(packed: 1 << 24 | UInt32(index))
      }

      package static func rgb(red: UInt8, green: UInt8, blue: UInt8) -> Color {
        Color(packed: 2 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
      }

      package enum Kind: Sendable, Equatable {
        case standard
        case indexed(UInt8)
        case rgb(red: UInt8, green: UInt8, blue: UInt8)
      }

      package var kind: Kind {
        func byte(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: packed >> shift) }
        return switch packed >> 24 {
        case 1: .indexed(byte(0))
        case 2: .rgb(red: byte(16), green: byte(8), blue: byte(0))
        default: .standard
        }
      }
    }

    package var foreground: Color
    package var background: Color
    package var attributes: Attributes

    package init(
      foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []
    ) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }

    package static let plain = Style()

    /// The style of an erased cell: only the background stays (as in xterm).
    var erased: Style {
      var style = Style()
      style.background = background
      return style
    }
  }
}

// MARK: - SGR

extension Screen.Style {
  /// `CSI … m`. Unknown numbers change nothing.
  mutating func apply(_ parameters: Parameters) {
    var index = 0
    while index < parameters.count {
      let next = parameters.next(after: index)
      switch parameters[index] {
      case 38: index = setColor(\.foreground, parameters, at: index)
      case 48: index = setColor(\.background, parameters, at: index)
      // The underline's colour is skipped.
      case 58: index = Self.color(parameters, at: index).next
      case 4 where parameters.isAttached(index + 1) && parameters[index + 1] == 0:
        attributes.remove(.underlined)
        index = next
      default:
        apply(parameters[index])
        index = next
      }
    }
  }

  private mutating func apply(_ number: Int) {
    switch number {
    case 0: self = Self.plain
    case 1: attributes.insert(.bold)
    case 2: attributes.insert(.faint)
    case 3: attributes.insert(.italic)
    case 4, 21: attributes.insert(.underlined)
    case 5, 6: attributes.insert(.blinking)
    case 7: attributes.insert(.inverse)
    case 8: attributes.insert(.hidden)
    case 9: attributes.insert(.struck)
    case 22: attributes.subtract([.bold, .faint])
    case 23: attributes.remove(.italic)
    case 24: attributes.remove(.underlined)
    case 25: attributes.remove(.blinking)
    case 27: attributes.remove(.inverse)
    case 28: attributes.remove(.hidden)
    case 29: attributes.remove(.struck)
    case 30...37: foreground = .indexed(UInt8(number - 30))
    case 39: foreground = .standard
    case 40...47: background = .indexed(UInt8(number - 40))
    case 49: background = .standard
    case 90...97: foreground = .indexed(UInt8(number - 90 + 8))
    case 100...107: background = .indexed(UInt8(number - 100 + 8))
    default: break
    }
  }

  private mutating func setColor(
    _ path: WritableKeyPath<Self, Color>, _ parameters: Parameters, at index: Int
  ) -> Int {
    let (color, next) = Self.color(parameters, at: index)
    if let color { self[keyPath: path] = color }
    return next
  }

  /// The colour at a 38, 48 or 58, and where the next parameter is: `38;5;1`, `38;2;1;2;3`, and
  /// with colons `38:5:1`, `38:2:1:2:3` and `38:2::1:2:3`, which starts with a colour space.
  private static func color(_ parameters: Parameters, at index: Int) -> (color: Color?, next: Int) {
    let end = parameters.next(after: index)
    let isAttached = end > index + 1
    func byte(_ index: Int) -> UInt8 { UInt8(min(parameters[index], 255)) }
    switch parameters[index + 1] {
    case 5:
      return (.indexed(byte(index + 2)), isAttached ? end : index + 3)
    case 2:
      let red = isAttached && end - index > 5 ? index + 3 : index + 2
      return (
        .rgb(red: byte(red), green: byte(red + 1), blue: byte(red + 2)),
        isAttached ? end : index + 5
      )
    default:
      return (nil, isAttached ? end : index + 2)
    }
  }
}
