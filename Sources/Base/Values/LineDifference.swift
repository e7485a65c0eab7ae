/// Two texts line by line: `-` for what goes, `+` for what comes, a blank for what stays.
package enum LineDifference {
  /// More lines than this are not compared with each other: all of the former go, all of the new come.
  private static let comparedLines = 1_000

  package static func text(_ former: String, _ new: String) -> String {
    let old = lines(former)
    let now = lines(new)
    guard old.count <= comparedLines, now.count <= comparedLines else {
      return (old.map { "-\($0)" } + now.map { "+\($0)" }).joined(separator: "\n")
    }
    // The longest lines in common of each two ends.
    var common = Array(
      repeating: Array(repeating: 0, count: now.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in now.indices.reversed() {
        common[i][j] =
          old[i] == now[j] ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
      }
    }
    var (i, j) = (0, 0)
    var result: [String] = []
    while i < old.count || j < now.count {
      if i < old.count, j < now.count, old[i] == now[j] {
        result.append(" \(old[i])")
        (i, j) = (i + 1, j + 1)
      } else if j == now.count || i < old.count && common[i + 1][j] >= common[i][j + 1] {
        result.append("-\(old[i])")
        i += 1
      } else {
        result.append("+\(now[j])")
        j += 1
      }
    }
    return result.joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
