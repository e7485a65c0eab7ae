package import Base

/// What woke a run: `woke.json` of its folder, small whatever the world holds.
package struct RunWake: Sendable, Equatable {
  /// So many changes are kept.
  package static let changesKept = 100
  /// Of the text of one change, in bytes.
  static let textKept = 400

  package enum Occasion: String, Sendable, CaseIterable, JSONReadable {
    /// The pulse's own beat.
    case beat
    /// `looop beat`.
    case byHand = "by_hand"
    /// `looop beat --dry-run`.
    case dryRun = "dry_run"
    /// `looop runner test --live`.
    case trial
  }

  /// One item that differed from what was last decided on.
  package struct Change: Sendable, Equatable {
    package var kind = ""
    package var item = ""
    /// What it was, as the prompt says it; empty when that is not known.
    package var text = ""

    package init(kind: String, item: String, text: String) {
      self.kind = kind
      self.item = item
      self.text = Untrusted.quoted(text, bytes: RunWake.textKept)
    }

    /// As in the prompt: `changed: reading/ci: /state from "green" to "red"`.
    package var line: String { "\(kind): \(item)\(text)" }
  }

  package var startedAt = 0
  package var occasion = Occasion.beat
  /// Empty when nothing had changed.
  package var changes: [Change] = []
  package var leftOut = 0

  package init(_ occasion: Occasion, at startedAt: Int, _ changes: [Change] = []) {
    self.occasion = occasion
    self.startedAt = startedAt
    self.changes = Array(changes.prefix(Self.changesKept))
    leftOut = changes.count - self.changes.count
  }
}

extension RunWake: ShapedRecord {
  package static let blank = RunWake(.beat, at: 0)

  package static let shape = Shape<RunWake> { field in
    field.version()
    field(needed: "ts", \.startedAt, "when the run began")
    field("occasion", \.occasion, "who asked for it")
    field("changes", \.changes, "the items that differed from what was last decided on")
    field("left_out", \.leftOut, omitting: 0, "how many more there were")
  }
}

extension RunWake.Change: ShapedRecord {
  package static let blank = RunWake.Change(kind: "", item: "", text: "")

  package static let shape = Shape<RunWake.Change> { field in
    field(needed: "kind", \.kind, "`new`, `changed` or `gone`")
    field(needed: "item", \.item, "the item, such as `reading/ci`")
    field("text", \.text, omitting: "", "what became of it, or what it was")
  }
}
