internal import Base

/// A part of the manual with a name: `looop help gates`.
struct Topic: Sendable {
  let name: String
  let title: String
  /// What it is about, for the list of topics.
  let abstract: String
  /// Its lines in the source.
  fileprivate let lines: [Substring]

  var blocks: [ManualBlock] {
    ManualBlock.read(lines, made: MadeBlocks.of)
  }

  /// In the order of the manual.
  static let all: [Topic] = read(PackageResources.manual_md) + read(PackageResources.concierge_md)

  static func named(_ name: String) -> Topic? { all.first { $0.name == name } }

  /// A topic begins with a line such as `# gates: The gate: What runs, and what asks you first.`
  private static func read(_ source: [UInt8]) -> [Topic] {
    let lines = String(decoding: source, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let starts = lines.indices.filter { lines[$0].hasPrefix("# ") }
    return starts.enumerated().compactMap { number, start in
      let end = number + 1 < starts.count ? starts[number + 1] : lines.endIndex
      let heads = lines[start].dropFirst(2).split(separator: ":", maxSplits: 2)
        .map { $0.drop { $0 == " " } }
      guard heads.count == 3 else { return nil }
      return Topic(
        name: String(heads[0]), title: String(heads[1]), abstract: String(heads[2]),
        lines: Array(lines[(start + 1)..<end]))
    }
  }

  /// As `looop help NAME` prints it.
  var page: String {
    let blocks = [ManualBlock.heading(title, level: 1), .text(abstract)] + blocks
    return ManualPlain.text(blocks)
  }
}
