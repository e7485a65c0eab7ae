import TestSupport

@testable import Core

/// The beat as a ring, with the files each step reads and writes.
struct BeatPicture {
  /// A state, whatever is being carried out.
  enum Node: String, CaseIterable {
    case idle, looking, calling, resting, deciding
    case takingUp = "taking up"
    case acting
    case underWay = "under way"

    init(_ state: BeatMachine.State) {
      switch state {
      case .idle: self = .idle
      case .looking: self = .looking
      case .calling: self = .calling
      case .resting: self = .resting
      case .deciding: self = .deciding
      case .takingUp: self = .takingUp
      case .acting: self = .acting
      case .underWay: self = .underWay
      }
    }
  }

  typealias Way = Picture.Way<Node>

  /// What leads from one state to another.
  struct Steps {
    var events: [String] = []
    var effects: [BeatMachine.Effect] = []
  }

  /// By the table. Being stopped, and a file that fails, may happen anywhere: words below say so.
  let ways: [Way: Steps]

  init() {
    var ways: [Way: Steps] = [:]
    for state in BeatMachine.rows {
      for event in BeatMachine.events where event != .stop && event != .broke {
        let step = BeatMachine.table.step(BeatMachine(state: state), event)
        guard step.isChange else { continue }
        let way = Way(Node(state), Node(step.after.state))
        // The words after "weighed" or "ruled" are enough beside the arrow.
        let words = event.text.split(separator: ": ").last.map(String.init) ?? ""
        if ways[way]?.events.contains(words) != true {
          ways[way, default: Steps()].events += [words]
        }
        ways[way, default: Steps()].effects += step.effects
      }
    }
    self.ways = ways
  }

  // MARK: Where things are

  private static let ring = Picture.Ring(center: Picture.Point(480, 356), width: 302, height: 480)

  private static let angles: [Node: Double] = [
    .idle: 0, .looking: 103, .calling: 150, .deciding: 210, .acting: 257,
  ]

  private static func center(_ node: Node) -> Picture.Point {
    switch node {
    case .takingUp: Picture.Point(480, ring.point(at: 103).y)
    case .resting: Picture.Point(480, 710)
    case .underWay: Picture.Point(480, 280)
    default: ring.point(at: angles[node] ?? 0)
    }
  }

  private static func frame(_ node: Node) -> Picture.Frame {
    let width = max(88, Picture.Font.name.width(of: node.rawValue) + 14)
    return Picture.Frame(around: center(node), width: width, height: 34)
  }

  /// Each column from the top.
  private static let columns: [(left: Double, top: Double, nodes: [Node])] = [
    (16, 92, [.acting, .underWay, .takingUp, .deciding]), (676, 92, [.looking, .calling]),
  ]

  /// Where the words of a way are, and by which end they are held.
  private struct Place {
    let point: Picture.Point
    let anchor: Picture.Anchor

    init(_ x: Double, _ y: Double, _ anchor: Picture.Anchor) {
      point = Picture.Point(x, y)
      self.anchor = anchor
    }
  }

  /// The steps that follow each other on the ring.
  private static let round: [Way: Place] = [
    Way(.idle, .looking): Place(614, 298, .end),
    Way(.looking, .calling): Place(588, 498, .end),
    Way(.calling, .deciding): Place(480, 584, .middle),
    Way(.deciding, .acting): Place(372, 498, .start),
    Way(.acting, .idle): Place(374, 218, .start),
  ]

  private static let arrows: [Way: (path: Picture.Path, place: Place)] = [
    Way(.looking, .takingUp): (
      .line([Picture.Point(581, 410), Picture.Point(532, 410)]), Place(555, 388, .middle)
    ),
    Way(.takingUp, .acting): (
      .line([Picture.Point(428, 410), Picture.Point(380, 410)]), Place(406, 388, .middle)
    ),
    Way(.acting, .underWay): (
      .line([Picture.Point(356, 390), Picture.Point(446, 303)]), Place(412, 348, .start)
    ),
    Way(.underWay, .idle): (
      .line([Picture.Point(480, 260), Picture.Point(480, 137)]), Place(488, 218, .start)
    ),
    Way(.calling, .resting): (
      .curve(Picture.Point(574, 585), by: Picture.Point(578, 684), to: Picture.Point(528, 704)),
      Place(578, 656, .start)
    ),
    Way(.resting, .calling): (
      .curve(Picture.Point(504, 690), by: Picture.Point(516, 630), to: Picture.Point(545, 587)),
      Place(504, 650, .end)
    ),
  ]

  /// Ways that the table has and the picture has no place for, or the other way round.
  var unmatched: Set<Way> {
    let places = Set(Self.round.keys).union(Self.arrows.keys)
    let told = Set(
      Self.columns.flatMap(\.nodes).flatMap { [Way($0, $0), Way($0, .idle)] })
    return Set(ways.keys).subtracting(told).symmetricDifference(places.subtracting(told))
  }
}

// MARK: - Drawing

extension BeatPicture {
  var picture: Picture {
    var picture = Picture(
      "One beat of looop",
      about: """
        A ring of states: idle, looking, calling, deciding, acting, and idle again. A call \
        that fails for a passing reason rests and is made again. A move that a human approved \
        goes from looking by taking up to acting, without a call. A move that takes time is \
        under way while the next beat goes on. Beside each state are the files of the data dir \
        that its step reads and writes.
        """, width: 960, height: 960)
    picture.text("One beat", at: Picture.Point(20, 42), .title)
    picture.text(
      "No step waits: what takes time is a child process, and its end is an event. Sensors run beside it.",
      at: Picture.Point(20, 64), .label, .soft)
    for (way, place) in Self.round.sorted(by: { $0.key < $1.key }) {
      drawRing(way, in: &picture)
      tell(way, at: place, in: &picture)
    }
    for (way, arrow) in Self.arrows.sorted(by: { $0.key < $1.key }) {
      picture.arrow(arrow.path)
      tell(way, at: arrow.place, in: &picture)
    }
    for node in Node.allCases {
      let tint: Picture.Tint = node == .idle ? .green : .plain
      let center = Self.center(node)
      picture.box(Self.frame(node), tint, radius: 17)
      picture.text(
        node.rawValue, at: Picture.Point(center.x, center.y + 5), .name, tint, anchor: .middle)
    }
    var top = Picture.Point(0, 0)
    for column in Self.columns {
      top = Picture.Point(column.left, column.top)
      for node in column.nodes { top = draw(node, at: top, in: &picture) }
    }
    explain(at: Picture.Point(top.x + 12, top.y + 4), in: &picture)
    return picture
  }

  private func tell(_ way: Way, at place: Place, in picture: inout Picture) {
    picture.lines(ways[way]?.events ?? [], at: place.point, .note, .soft, anchor: place.anchor)
  }

  private func drawRing(_ way: Way, in picture: inout Picture) {
    let end = way.to == .idle ? 360 : Self.angles[way.to] ?? 0
    picture.arrow(
      Self.ring.path(
        from: Self.angles[way.from] ?? 0, leaving: Self.frame(way.from).grown(by: 3), to: end,
        reaching: Self.frame(way.to).grown(by: 3)))
  }

  /// What the colours mean, and what may happen in any state.
  private func explain(at place: Picture.Point, in picture: inout Picture) {
    let kinds: [(name: String, tint: Picture.Tint, words: String)] = [
      ("goals/", .blue, "read"), ("goals/", .amber, "written"),
      ("runs/", .soft, "written, in a dry run too"),
    ]
    var y = place.y
    for kind in kinds {
      picture.chips([(kind.name, kind.tint)], at: Picture.Point(place.x, y), width: 60)
      picture.text(kind.words, at: Picture.Point(place.x + 64, y + 12.5), .note, .soft)
      y += 22
    }
    picture.end(at: Picture.Point(place.x + 26, y + 8))
    picture.text(
      "the beat ends and is idle again", at: Picture.Point(place.x + 64, y + 12.5), .note, .soft)
    picture.lines(
      [
        "In any state a file that cannot be read", "or written ends the beat; .state.json has",
        "the failure. Told to stop, the beat ends", "what runs and still records its move.",
      ], at: Picture.Point(place.x, y + 40), .note, .soft)
  }

  /// Gives the top of the next card.
  private func draw(
    _ node: Node, at place: Picture.Point, in picture: inout Picture
  ) -> Picture.Point {
    // Filled twice: its content says how high the card is.
    var draft = picture
    let bottom = fill(node, at: place, in: &draft) + 10
    picture.box(
      Picture.Frame(place.x, place.y, width: Self.cardWidth, height: bottom - place.y), .card)
    _ = fill(node, at: place, in: &picture)
    return Picture.Point(place.x, bottom + 12)
  }

  private static let cardWidth = 268.0

  /// The words of a card; gives their bottom.
  private func fill(_ node: Node, at place: Picture.Point, in picture: inout Picture) -> Double {
    let (left, column) = (place.x + 12, place.x + 56)
    let width = Self.cardWidth - 56 - 8
    picture.text(node.rawValue, at: Picture.Point(left, place.y + 22), .name)
    var y = place.y + 32
    func row(_ title: String, _ chips: [(name: String, tint: Picture.Tint)]) {
      guard !chips.isEmpty else { return }
      picture.text(title, at: Picture.Point(left, y + 12.5), .note, .soft)
      y = picture.chips(chips, at: Picture.Point(column, y), width: width) + 7
    }
    func words(_ events: [String]) {
      let lines = Picture.Font.note.wrapped(events.joined(separator: "; "), to: width)
      y = picture.lines(lines, at: Picture.Point(column, y + 11), .note) - 5
    }

    let entering = ways.filter { $0.key.to == node }.sorted { $0.key < $1.key }
      .flatMap(\.value.effects)
    row("reads", names(entering.flatMap(\.files.reads)).map { ($0, .blue) })
    row("writes", written(entering))
    if let again = ways[Way(node, node)] {
      picture.text("again", at: Picture.Point(left, y + 11), .note, .soft)
      words(again.events)
    }
    if let ending = ways[Way(node, .idle)] {
      // The words beside the ring are not repeated in the card.
      let isOnRing = Self.round[Way(node, .idle)] != nil
      picture.end(at: Picture.Point(left + 8, y + 8))
      if !isOnRing { words(ending.events) }
      row("", written(ending.effects))
    }
    return y - 7
  }

  private func written(_ effects: [BeatMachine.Effect]) -> [(name: String, tint: Picture.Tint)] {
    let always = effects.filter { !$0.carriesOut }.flatMap(\.files.writes)
    return names(effects.flatMap(\.files.writes)).map { ($0, always.contains($0) ? .soft : .amber) }
  }

  /// Each once, in the order of their first use.
  private func names(_ all: [String]) -> [String] {
    all.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
