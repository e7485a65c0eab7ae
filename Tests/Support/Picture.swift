import Foundation

/// A drawing as a value, printed as SVG. What the documents show is made from the code it is about.
public struct Picture {
  public struct Point: Equatable, Sendable {
    public let x: Double
    public let y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  public struct Frame: Equatable, Sendable {
    public let x: Double
    public let y: Double
    public let width: Double
    public let height: Double

    public init(_ x: Double, _ y: Double, width: Double, height: Double) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }

    public init(around center: Point, width: Double, height: Double) {
      self.init(center.x - width / 2, center.y - height / 2, width: width, height: height)
    }

    public var right: Double { x + width }
    public var bottom: Double { y + height }
    public var center: Point { Point(x + width / 2, y + height / 2) }

    public func grown(by margin: Double) -> Frame {
      Frame(x - margin, y - margin, width: width + 2 * margin, height: height + 2 * margin)
    }

    func contains(_ point: Point) -> Bool {
      point.x > x && point.x < right && point.y > y && point.y < bottom
    }

    func meets(_ other: Frame) -> Bool {
      x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }
  }

  public enum Font: String, CaseIterable, Sendable {
    case title, name, label, note, code

    var size: Double {
      switch self {
      case .title: 20
      case .name: 14
      case .label: 12
      case .note, .code: 11
      }
    }

    public var lineHeight: Double { size + 3 }

    /// A width that the widest of the usual fonts keeps to.
    public func width(of text: String) -> Double {
      let perCharacter =
        switch self {
        case .title, .name: 0.66
        case .label, .note: 0.58
        case .code: 0.605
        }
      return Double(text.count) * size * perCharacter
    }
  }

  public enum Anchor: String, Sendable { case start, middle, end }

  public enum Stroke: String, CaseIterable, Sendable {
    case solid, dashed, thin
    /// Dashed, with a hollow head.
    case conforms
  }

  let title: String
  let about: String
  public let page: Frame
  private(set) var body: [String] = []
  private var words: [(text: String, frame: Frame)] = []
  private var ways: [Path] = []

  /// `about` is for those who cannot see it.
  public init(_ title: String, about: String, width: Double = 900, height: Double) {
    self.title = title
    self.about = about
    page = Frame(0, 0, width: width, height: height)
  }

  /// Words that overlap, reach beyond the page or lie on an arrow.
  public var collisions: [String] {
    let cut = words.filter { word in
      let (frame, page) = (word.frame, page.grown(by: -8))
      return frame.x < page.x || frame.right > page.right || frame.y < page.y
        || frame.bottom > page.bottom
    }
    let overlaps = words.indices.flatMap { first in
      words[(first + 1)...].filter { $0.frame.meets(words[first].frame) }
        .map { "'\(words[first].text)' and '\($0.text)' overlap" }
    }
    let crossed = words.filter { word in
      ways.contains { $0.trace.contains(where: word.frame.contains) }
    }
    return cut.map { "'\($0.text)' reaches beyond the page" } + overlaps
      + crossed.map { "'\($0.text)' lies on an arrow" }
  }
}

// MARK: - Drawing

extension Picture {
  public mutating func box(_ frame: Frame, _ tint: Tint, radius: Double = 8) {
    body.append(
      "<rect class=\"\(tint)\" x=\"\(digits(frame.x))\" y=\"\(digits(frame.y))\""
        + " width=\"\(digits(frame.width))\" height=\"\(digits(frame.height))\""
        + " rx=\"\(digits(radius))\"/>")
  }

  /// `point` is on the base line of `text`.
  public mutating func text(
    _ text: String, at point: Point, _ font: Font = .label, _ tint: Tint = .plain,
    anchor: Anchor = .start
  ) {
    let width = font.width(of: text)
    let left =
      switch anchor {
      case .start: point.x
      case .middle: point.x - width / 2
      case .end: point.x - width
      }
    words.append(
      (
        text,
        Frame(left, point.y - font.size * 0.78, width: width, height: font.size)
      ))
    let place = anchor == .start ? "" : " text-anchor=\"\(anchor)\""
    body.append(
      "<text class=\"\(font) \(tint)\" x=\"\(digits(point.x))\" y=\"\(digits(point.y))\"\(place)>"
        + "\(escaped(text))</text>")
  }

  /// Several lines from `point` on; gives the base line of the next.
  @discardableResult
  public mutating func lines(
    _ lines: [String], at point: Point, _ font: Font = .label, _ tint: Tint = .plain,
    anchor: Anchor = .start
  ) -> Double {
    var y = point.y
    for line in lines {
      text(line, at: Point(point.x, y), font, tint, anchor: anchor)
      y += font.lineHeight
    }
    return y
  }

  /// Names of files or types, each in a frame of its own, as many in a row as fit; gives their bottom.
  @discardableResult
  public mutating func chips(
    _ chips: [(name: String, tint: Tint)], at start: Point, width: Double
  ) -> Double {
    let height = 17.0
    var (x, y) = (start.x, start.y)
    for chip in chips {
      let size = Font.code.width(of: chip.name) + 10
      if x > start.x, x + size > start.x + width { (x, y) = (start.x, y + height + 4) }
      box(Frame(x, y, width: size, height: height), chip.tint, radius: 4)
      text(chip.name, at: Point(x + size / 2, y + 12.5), .code, chip.tint, anchor: .middle)
      x += size + 4
    }
    return y + height
  }

  public mutating func arrow(_ path: Path, _ stroke: Stroke = .solid) {
    let head =
      switch stroke {
      case .solid, .dashed: " marker-end=\"url(#head)\""
      case .conforms: " marker-end=\"url(#hollow)\""
      case .thin: ""
      }
    ways.append(path)
    body.append("<path class=\"\(stroke)\" d=\"\(path.data)\"\(head)/>")
  }

  /// Where a way ends: a disc in a circle.
  public mutating func end(at point: Point) {
    for (radius, name) in [(6.0, "rim"), (3.0, "disc")] {
      body.append(
        "<circle class=\"\(name)\" cx=\"\(digits(point.x))\" cy=\"\(digits(point.y))\""
          + " r=\"\(digits(radius))\"/>")
    }
  }
}

extension Picture.Font {
  /// `text` in lines of at most `width`.
  public func wrapped(_ text: String, to width: Double) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      let longer = (lines.last.map { $0 + " " } ?? "") + word
      if !lines.isEmpty, self.width(of: longer) <= width {
        lines[lines.count - 1] = longer
      } else {
        lines.append(String(word))
      }
    }
  }
}
