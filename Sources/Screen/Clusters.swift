/// Texts of the cells that hold more than one scalar. A cell refers to its text by number; numbers
/// no cell refers to any more are swept when there are as many as the grid has cells.
struct Clusters: Sendable, Equatable {
  /// A cell keeps no more than this of a pile of combining marks.
  static let longest = 64

  private var texts: [String] = []
  private var sweepAt = 64

  /// False when a sweep is due before the next `add`.
  var hasRoom: Bool { texts.count < sweepAt }

  mutating func add(_ text: String) -> Int {
    texts.append(text)
    return texts.count - 1
  }

  func text(_ number: Int) -> String {
    number < texts.count ? texts[number] : ""
  }

  /// Keeps the texts that `cells` refer to.
  mutating func sweep(_ cells: inout [Cell]) {
    let old = texts
    texts.removeAll()
    for index in cells.indices {
      guard let number = cells[index].cluster else { continue }
      let text = number < old.count ? old[number] : ""
      cells[index] = Cell(
        cluster: add(text), width: Int(cells[index].width), style: cells[index].style)
    }
    sweepAt = texts.count + cells.count + 64
  }
}
