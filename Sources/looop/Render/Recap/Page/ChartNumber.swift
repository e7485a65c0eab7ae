/// Numbers of a chart.
enum ChartNumber {
  /// `12.5%`.
  static func percent(_ share: Double) -> String {
    let tenths = Int((min(max(share.isFinite ? share : 0, 0), 1) * 10_000).rounded())
    return "\(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100)%"
  }

  /// Whole pixels.
  static func pixels(_ share: Double, of length: Int) -> Int {
    Int((min(max(share.isFinite ? share : 0, 0), 1) * Double(length)).rounded())
  }
}
