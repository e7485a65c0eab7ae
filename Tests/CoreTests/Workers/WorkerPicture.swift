import TestSupport

@testable import Core

/// A worker's life, as its supervisor's table has it.
struct WorkerPicture {
  /// A state, whatever its cause. `living` stands for all four states of a living worker.
  enum Node: String, CaseIterable {
    case starting, running
    case waitingAsk = "waiting-ask"
    case stuck, living
    case lastWord = "last word"
    case told = "told to end"
    case killed, leftovers, verifying, ended

    static let alive: [Node] = [.starting, .running, .waitingAsk, .stuck]

    init(_ state: SupervisorMachine.State) {
      switch state {
      case .starting: self = .starting
      case .running: self = .running
      case .waitingAsk: self = .waitingAsk
      case .stuck: self = .stuck
      // It said its last word, by `done` or by its result.
      case .finished, .ending(.lastWord): self = .lastWord
      case .ending(.told): self = .told
      case .ending(.killed): self = .killed
      case .ending(.leftovers): self = .leftovers
      case .ending(.verifying): self = .verifying
      case .ended: self = .ended
      }
    }
  }

  typealias Way = Picture.Way<Node>

  /// What leads from one state to another, and what is done then.
  struct Steps: Hashable {
    var events: [String] = []
    var effects: [String] = []

    mutating func add(_ event: String, _ toDo: [String]) {
      if !events.contains(event) { events.append(event) }
      effects += toDo.filter { !effects.contains($0) }
    }
  }

  let ways: [Way: Steps]

  init() {
    var ways: [Way: Steps] = [:]
    for verifies in [true, false] {
      let table = SupervisorMachine.table(verifies: verifies)
      for state in table.reachable(from: .starting) {
        for event in SupervisorMachine.events {
          let step = table.step(state, event)
          guard step.isChange else { continue }
          let way = Way(Node(state), Node(step.after))
          ways[way, default: Steps()].add(
            event.text.replacing("`", with: ""), step.effects.map(\.rawValue))
        }
      }
    }
    self.ways = Self.gathered(ways)
  }

  /// What leads away from the living becomes one way from the frame around them, with what is true of
  /// some of them only; what leads back becomes one way to it.
  private static func gathered(_ ways: [Way: Steps]) -> [Way: Steps] {
    var ways = ways
    for node in Node.allCases where !Node.alive.contains(node) {
      for (all, one) in [
        (Node.alive.map { Way($0, node) }, Way(.living, node)),
        (Node.alive.map { Way(node, $0) }, Way(node, .living)),
      ] {
        var steps: Steps?
        for way in all {
          guard let part = ways.removeValue(forKey: way) else { continue }
          var sum = steps ?? Steps()
          for event in part.events { sum.add(event, part.effects) }
          steps = sum
        }
        if let steps { ways[one] = steps }
      }
    }
    // Its `done` after its result is one last word.
    ways[Way(.lastWord, .lastWord)] = nil
    return ways
  }

  // MARK: Where things are

  private static func frame(_ node: Node) -> Picture.Frame {
    let (x, y): (Double, Double) =
      switch node {
      case .living: (450, 197)
      case .starting: (110, 197)
      case .running: (395, 197)
      case .waitingAsk: (730, 142)
      case .stuck: (730, 252)
      case .lastWord: (190, 432)
      case .told: (455, 432)
      case .killed: (721, 432)
      case .leftovers: (450, 576)
      case .verifying: (430, 716)
      case .ended: (796, 716)
      }
    let (width, height): (Double, Double) =
      switch node {
      case .living: (860, 226)
      case .leftovers: (860, 40)
      default: (120, 38)
      }
    return Picture.Frame(around: Picture.Point(x, y), width: width, height: height)
  }

  private static func tint(_ node: Node) -> Picture.Tint {
    switch node {
    case .living: .area
    case .starting, .running: .green
    case .waitingAsk: .blue
    case .stuck: .amber
    case .lastWord, .told: .violet
    case .killed: .red
    case .leftovers, .verifying, .ended: .plain
    }
  }

  /// An arrow by its corners, and where its words are.
  private struct Place {
    enum Words {
      /// Beside an upright arrow, so far below its middle.
      case right
      case left(Double)
      /// At a level arrow, around that x; `around` has what happens above it and what is done below.
      case above(Double)
      case below(Double)
      case around(Double)
    }

    let corners: [Picture.Point]
    let words: Words

    init(_ words: Words, _ corners: (Double, Double)...) {
      self.words = words
      self.corners = corners.map { Picture.Point($0.0, $0.1) }
    }
  }

  private static let places: [Way: Place] = [
    Way(.starting, .running): Place(.above(252), (170, 197), (333, 197)),
    Way(.running, .waitingAsk): Place(.above(550), (380, 178), (380, 132), (668, 132)),
    Way(.waitingAsk, .running): Place(.below(550), (670, 152), (420, 152), (420, 176)),
    Way(.running, .stuck): Place(.below(550), (380, 216), (380, 262), (668, 262)),
    Way(.stuck, .running): Place(.above(550), (670, 242), (420, 242), (420, 218)),
    Way(.stuck, .waitingAsk): Place(.right, (730, 233), (730, 163)),
    Way(.living, .lastWord): Place(.right, (220, 310), (220, 411)),
    Way(.lastWord, .living): Place(.left(0), (150, 413), (150, 312)),
    Way(.living, .told): Place(.right, (455, 310), (455, 411)),
    Way(.living, .leftovers): Place(.left(-72), (856, 310), (856, 554)),
    Way(.lastWord, .told): Place(.around(322), (250, 432), (393, 432)),
    Way(.told, .killed): Place(.around(587), (515, 432), (659, 432)),
    Way(.lastWord, .leftovers): Place(.right, (190, 451), (190, 554)),
    Way(.told, .leftovers): Place(.right, (455, 451), (455, 554)),
    Way(.killed, .leftovers): Place(.right, (670, 451), (670, 554)),
    Way(.leftovers, .leftovers): Place(.right, (70, 596), (70, 646), (110, 646), (110, 598)),
    Way(.leftovers, .verifying): Place(.left(0), (430, 596), (430, 695)),
    Way(.leftovers, .ended): Place(.left(0), (796, 596), (796, 695)),
    Way(.verifying, .ended): Place(.around(612), (490, 716), (734, 716)),
  ]

  /// Ways that the table has and the picture has no place for, or the other way round.
  var unmatched: Set<Way> { Set(ways.keys).symmetricDifference(Self.places.keys) }
}

// MARK: - Drawing

extension WorkerPicture {
  var picture: Picture {
    var picture = Picture(
      "A worker's life",
      about: """
        A living worker is starting, running, waiting for an answer, or stuck. From each of these \
        it may say its last word, be told to end, or end by itself; a time limit does not end one \
        that waits for an answer. What it left running is ended in every case. Then its work is \
        verified, if it ended by itself and has a check.
        """, height: 792)
    picture.text("A worker's life", at: Picture.Point(24, 42), .title)
    picture.text("What happens", at: Picture.Point(24, 64), .note)
    picture.text("what the supervisor does", at: Picture.Point(114, 64), .code, .violet)
    for node in [Node.living] + Node.allCases.filter({ $0 != .living }) {
      draw(node, in: &picture)
    }
    for (way, place) in Self.places.sorted(by: { $0.key < $1.key }) {
      picture.arrow(.line(place.corners))
      tell(ways[way] ?? Steps(), at: place, in: &picture)
    }
    let notes: [(words: String, x: Double, y: Double)] = [
      ("alive", 36, 104), ("no time limit while it waits", 668, 118),
      ("what the agent left running", 500, 580),
      ("if it ended by itself and has a check", 438, 650), ("otherwise", 804, 650),
      ("exited(code) or killed(signal)", 796, 754),
      ("A worker whose supervisor is gone without having recorded an end is lost.", 24, 772),
    ]
    for note in notes {
      picture.text(
        note.words, at: Picture.Point(note.x, note.y), .note, .soft,
        anchor: note.x == Self.frame(.ended).center.x ? .middle : .start)
    }
    return picture
  }

  private func draw(_ node: Node, in picture: inout Picture) {
    let frame = Self.frame(node)
    picture.box(frame, Self.tint(node), radius: node == .living ? 12 : 19)
    guard node != .living else { return }
    picture.text(
      node.rawValue, at: Picture.Point(frame.center.x, frame.center.y + 5), .name,
      Self.tint(node), anchor: .middle)
  }

  private func tell(_ steps: Steps, at place: Place, in picture: inout Picture) {
    let (xs, ys) = (place.corners.map(\.x), place.corners.map(\.y))
    let line = Picture.Font.note.lineHeight
    let (above, all) = (
      Double(steps.events.count), Double(steps.events.count + steps.effects.count)
    )
    // The level part of an arrow with one bend lies at the bend.
    let level = place.corners.count == 3 ? place.corners[1].y : ys[0]
    let middle = ((ys.min() ?? 0) + (ys.max() ?? 0)) / 2 + 10 - line * all / 2
    let start: Picture.Point
    var anchor = Picture.Anchor.middle
    switch place.words {
    case .right: (start, anchor) = (Picture.Point((xs.max() ?? 0) + 10, middle), .start)
    case .left(let shift):
      (start, anchor) = (Picture.Point((xs.min() ?? 0) - 10, middle + shift), .end)
    case .above(let x): start = Picture.Point(x, level - 6 - line * (all - 1))
    case .below(let x): start = Picture.Point(x, level + 15)
    case .around(let x): start = Picture.Point(x, level - 6 - line * (above - 1))
    }
    var next = picture.lines(steps.events, at: start, .note, anchor: anchor)
    if case .around = place.words { next = level + 15 }
    picture.lines(steps.effects, at: Picture.Point(start.x, next), .code, .violet, anchor: anchor)
  }
}
