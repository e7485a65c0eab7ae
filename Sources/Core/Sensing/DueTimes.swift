internal import Base

/// When each sensor is due, in a heap: sensors that are not due cost nothing.
struct DueTimes {
  private struct Entry: Comparable {
    let moment: Int
    let name: Identifier

    static func < (left: Self, right: Self) -> Bool {
      (left.moment, left.name) < (right.moment, right.name)
    }
  }

  private var heap: [Entry] = []
  /// The current moment of each name; its other entries in the heap are outdated.
  private var moments: [Identifier: Int] = [:]

  subscript(name: Identifier) -> Int? {
    get { moments[name] }
    set {
      guard newValue != moments[name] else { return }
      moments[name] = newValue
      guard let newValue else { return }
      heap.append(Entry(moment: newValue, name: name))
      rise(heap.count - 1)
      // Outdated entries are dropped when they surface; when they are too many, all at once.
      if heap.count > 2 * moments.count + 64 { rebuild() }
    }
  }

  /// The earliest moment; nil when nothing is ever due.
  mutating func first() -> Int? {
    while let top = heap.first {
      if moments[top.name] == top.moment { return top.moment }
      pop()
    }
    return nil
  }

  /// Removes and returns the names that are due at `now`, by moment, then by name.
  mutating func take(until now: Int) -> [Identifier] {
    var names: [Identifier] = []
    while let moment = first(), moment <= now, let top = heap.first {
      names.append(top.name)
      moments[top.name] = nil
      pop()
    }
    return names
  }

  private mutating func rebuild() {
    heap = moments.map { Entry(moment: $1, name: $0) }.sorted()
  }

  private mutating func pop() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    sink(0)
  }

  private mutating func rise(_ start: Int) {
    var place = start
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
