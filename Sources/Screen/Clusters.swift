/// Texts of the cells that hold more than one scalar. A cell refers to its text by index; texts that
/// no cell refers to any more are swept once there are as many as the grid has cells.
struct Clusters: Sendable, Equatable {
  /// The most bytes a cell stores, however many combining marks are sent.
  static let longest = 64

  private var texts: [String] = []
  private var sweepAt = 64

  /// False when a sweep is due before the next `add`.
  var hasRoom: Bool { texts.count < sweepAt }

  mutating func add(_ text: String) -> Int {
    texts.append(text)
    return texts.count - 1
  }

  func text(_ index: Int) -> String {
    index < texts.count ? texts[index] : ""
  }

  /// Drops the texts that `cells` do not refer to.
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
