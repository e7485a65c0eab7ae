import Foundation

extension Picture {
  /// The way of an arrow.
  public struct Path: Sendable {
    let data: String
    /// Points along it, close to each other.
    let trace: [Point]

    /// Straight from point to point, with round corners.
    public static func line(_ points: [Point]) -> Path {
      guard let first = points.first, let last = points.last else {
        return Path(data: "", trace: [])
      }
      var data = "M\(pair(first))"
      for index in points.indices.dropFirst().dropLast() {
        let corner = points[index]
        let (before, after) = (
          corner.toward(points[index - 1], 8), corner.toward(points[index + 1], 8)
        )
        data += " L\(pair(before)) Q\(pair(corner)) \(pair(after))"
      }
      let trace = zip(points, points.dropFirst()).flatMap { from, to in
        Self.parts.map { part in
          Point(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part)
        }
      }
      return Path(data: data + " L\(pair(last))", trace: trace)
    }

    /// From the first point to the last, bent toward the one between.
    public static func curve(_ from: Point, by control: Point, to end: Point) -> Path {
      let trace = parts.map { part in
        let (first, middle, last) = ((1 - part) * (1 - part), 2 * part * (1 - part), part * part)
        return Point(
          first * from.x + middle * control.x + last * end.x,
          first * from.y + middle * control.y + last * end.y)
      }
      return Path(data: "M\(pair(from)) Q\(pair(control)) \(pair(end))", trace: trace)
    }

    private static var parts: [Double] { (0...200).map { Double($0) / 200 } }
  }

  /// A ring on which things have places, in degrees clockwise from the top.
  public struct Ring: Sendable {
    let center: Point
    let width: Double
    let height: Double

    public init(center: Point, width: Double, height: Double) {
      self.center = center
      self.width = width
      self.height = height
    }

    public func point(at degrees: Double) -> Point {
      let angle = degrees * .pi / 180
      return Point(center.x + width / 2 * sin(angle), center.y - height / 2 * cos(angle))
    }

    /// Clockwise from the edge of the frame at `from` to the edge of the one at `to`.
    public func path(
      from: Double, leaving first: Frame, to: Double, reaching last: Frame
    ) -> Path {
      var (start, end) = (from, to)
      while first.contains(point(at: start)), start < end { start += 0.25 }
      while last.contains(point(at: end)), start < end { end -= 0.25 }
      let radii = "\(digits(width / 2)) \(digits(height / 2))"
      return Path(
        data: "M\(pair(point(at: start))) A\(radii) 0 0 1 \(pair(point(at: end)))",
        trace: stride(from: start, through: end, by: 0.25).map(point(at:)))
    }
  }
}

extension Picture {
  /// From one thing to another, by their names.
  public struct Way<Node: RawRepresentable<String> & Hashable>: Hashable, Comparable {
    public let from: Node
    public let to: Node

    public init(_ from: Node, _ to: Node) {
      self.from = from
      self.to = to
    }

    public static func < (left: Self, right: Self) -> Bool {
      (left.from.rawValue, left.to.rawValue) < (right.from.rawValue, right.to.rawValue)
    }
  }
}

extension Picture.Way: Sendable where Node: Sendable {}

extension Picture.Point {
  /// The point `distance` from here toward `other`.
  public func toward(_ other: Picture.Point, _ distance: Double) -> Picture.Point {
    let (dx, dy) = (other.x - x, other.y - y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return self }
    return Picture.Point(x + dx / length * distance, y + dy / length * distance)
  }
}

private func pair(_ point: Picture.Point) -> String { "\(digits(point.x)) \(digits(point.y))" }

/// One digit behind the point: more would differ from machine to machine.
func digits(_ number: Double) -> String {
  let rounded = (number * 10).rounded() / 10
  return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
}
