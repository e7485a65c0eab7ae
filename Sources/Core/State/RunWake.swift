package import Base

/// What woke a run: `woke.json` of its folder, small whatever the world holds.
package struct RunWake: Sendable, Equatable {
  /// So many changes are kept.
  package static let changesKept = 100

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

  /// One place at which the world differed from what was last decided on.
  package struct Change: Sendable, Equatable {
    package var item = ""
    package var kind = ""
    /// Where in the content of a reading, as a JSON Pointer.
    package var pointer: String?
    /// What was there, and what is there now, clipped; nil when that is not known, or nothing.
    package var from: String?
    package var to: String?

    package init(item: String, kind: String, pointer: String?, from: String?, to: String?) {
      self.item = item
      self.kind = kind
      self.pointer = pointer
      self.from = from
      self.to = to
    }

    /// `changed: reading/ci: /signal/state from "green" to "red"`.
    package var line: String {
      let place = pointer.map { $0.isEmpty ? "as a whole" : $0 }
      let parts = [place, from.map { "from \(shown($0))" }, to.map { "to \(shown($0))" }]
        .compactMap(\.self)
      let name = RunWake.spoken(item)
      return "\(kind): \(name)" + (parts.isEmpty ? "" : ": \(parts.joined(separator: " "))")
    }

    /// What a sensor says is JSON, and has its quotes already.
    private func shown(_ text: String) -> String {
      if text.isEmpty { return "(nothing)" }
      if item.hasPrefix("reading/") { return text }
      return JournalWords.quoted(text, bytes: 2 * text.utf8.count)
    }
  }

  package var startedAt = 0
  package var occasion = Occasion.beat
  /// How many items had changed.
  package var items = 0
  /// Where they differed, of the first of them.
  package var changes: [Change] = []

  package init(_ occasion: Occasion, at startedAt: Int, items: Int = 0, _ changes: [Change] = []) {
    self.occasion = occasion
    self.startedAt = startedAt
    self.items = items
    self.changes = Array(changes.prefix(Self.changesKept))
  }

  /// An item as a person calls it: there is one PLAYBOOK.
  package static func spoken(_ item: String) -> String {
    item == "playbook/PLAYBOOK" ? "the PLAYBOOK" : item
  }

  /// How many of the items are not among the changes.
  package var left: Int { max(0, items - Set(changes.map(\.item)).count) }
}

extension RunWake: ShapedRecord {
  package static let blank = RunWake(.beat, at: 0)

  package static let shape = Shape<RunWake> { field in
    field.version()
    field(needed: "ts", \.startedAt, "when the run began")
    field("occasion", \.occasion, "who asked for it")
    field("items", \.items, "how many items differed from what was last decided on")
    field("changes", \.changes, "where they differed, the first hundred places")
  }
}

extension RunWake.Change: ShapedRecord {
  package static let blank = RunWake.Change(item: "", kind: "", pointer: nil, from: nil, to: nil)

  package static let shape = Shape<RunWake.Change> { field in
    field(needed: "item", \.item, "the item, such as `reading/ci`")
    field("change", \.kind, "`new`, `changed` or `gone`")
    field(
      optional: "pointer", \.pointer,
      "of a reading: where it changed, a JSON Pointer into its status and signal")
    field(optional: "from", \.from, "what was there, clipped; left out when that is not known")
    field(optional: "to", \.to, "what is there now, clipped")
  }
}
