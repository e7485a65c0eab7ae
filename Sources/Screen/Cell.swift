/// One cell of the grid in sixteen bytes: its character, its style and its width.
struct Cell: Sendable, Equatable {
  /// A scalar; with the highest bit set, the index of a text in the grid's clusters.
  private(set) var content: UInt32
  private(set) var style: Screen.Style
  /// 1 or 2; 0 for the right half of the wide character before it.
  private(set) var width: UInt8

  init(scalar: UInt32, width: Int = 1, style: Screen.Style) {
    content = scalar
    self.style = style
    self.width = UInt8(truncatingIfNeeded: width)
  }

  init(cluster: Int, width: Int, style: Screen.Style) {
    self.init(
      scalar: UInt32(truncatingIfNeeded: cluster) | Self.clusterBit, width: width, style: style)
  }

  static func blank(_ style: Screen.Style) -> Cell { Cell(scalar: 0x20, style: style) }

  static func rightHalf(_ style: Screen.Style) -> Cell {
    Cell(scalar: 0x20, width: 0, style: style)
  }

  func replacing(style: Screen.Style) -> Cell {
    var cell = self
    cell.style = style
    return cell
  }

  private static let clusterBit: UInt32 = 1 << 31

  /// The index of its cluster, if it is more than one scalar.
  var cluster: Int? {
    content & Self.clusterBit == 0 ? nil : Int(content & ~Self.clusterBit)
  }

  var isBlank: Bool { content == 0x20 }
  /// Its character, where that is ASCII.
  var ascii: UInt8? { content < 0x80 ? UInt8(truncatingIfNeeded: content) : nil }
}
