import Glibc
import Synchronization

/// The one table: a line is printed as soon as it is measured.
enum Table {
  private static let widths = [66, 24, 16]
  private static let failures = Atomic(0)

  /// Whether every figure that was asked for was measured.
  static var isComplete: Bool { failures.load(ordering: .relaxed) == 0 }

  static func begin() {
    line(["figure", "measured", "target"], "met")
    print(String(repeating: "-", count: widths.reduce(0, +) + 3))
  }

  /// `met` is nil for a figure without a target.
  static func row(_ figure: String, _ measured: String, target: String = "", met: Bool? = nil) {
    line([figure, measured, target], met.map { $0 ? "yes" : "NO" } ?? "")
    fflush(nil)
  }

  /// A figure that could not be measured: what was waited for never came.
  static func failed(_ figure: String, _ why: String) {
    failures.add(1, ordering: .relaxed)
    line([figure, "FAILED: \(why)", ""], "")
    fflush(nil)
  }

  private static func line(_ cells: [String], _ last: String) {
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(1, width - cell.count))
    }
    print(padded.joined() + last)
  }
}

/// Figures of one kind, in nanoseconds.
struct Samples {
  private(set) var sorted: [Int]

  init(_ values: [Int]) { sorted = values.sorted() }

  var median: Int { percentile(50) }

  /// The smallest value that so many per cent do not exceed.
  func percentile(_ share: Int) -> Int {
    guard !sorted.isEmpty else { return 0 }
    return sorted[max(0, (sorted.count * share + 99) / 100 - 1)]
  }

  var text: String { "\(Figure.milliseconds(median)) / \(Figure.milliseconds(percentile(99))) ms" }
}

enum Figure {
  /// Nanoseconds as milliseconds.
  static func milliseconds(_ nanoseconds: Int) -> String {
    decimal(Double(nanoseconds) / 1_000_000, nanoseconds < 10_000_000 ? 2 : 1)
  }

  /// Kilobytes as megabytes, without the unit.
  static func megabytes(_ kilobytes: Int) -> String { decimal(Double(kilobytes) / 1_024, 1) }

  static func memory(_ memory: Memory) -> String {
    [memory.resident, memory.proportional, memory.own].map(megabytes).joined(separator: ", ")
      + " MB"
  }

  static func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = digits == 0 ? 1 : digits == 1 ? 10 : 100
    let whole = Int((value * Double(scale)).rounded())
    guard digits > 0 else { return "\(whole)" }
    let rest = "\(whole % scale)"
    let zeros = String(repeating: "0", count: digits - rest.count)
    return "\(whole / scale).\(zeros)\(rest)"
  }
}
