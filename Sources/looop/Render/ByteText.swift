/// A number of bytes as people read it: `812 B`, `4.2 MB`.
enum ByteText {
  static func of(_ bytes: Int) -> String {
    let units = ["kB", "MB", "GB", "TB", "PB"]
    var tenths = bytes * 10
    if bytes < 1_000 { return "\(bytes) B" }
    for unit in units {
      tenths /= 1_000
      // Three digits say enough.
      if tenths < 100 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
      if tenths < 10_000 || unit == units.last { return "\(tenths / 10) \(unit)" }
    }
    return "\(bytes) B"
  }
}
