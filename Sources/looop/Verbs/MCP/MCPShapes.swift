internal import Base
internal import Core

/// What the tools of `mcp` take and give: each is one table, from which the schemas come.
enum MCPShapes {
  struct Empty: ShapedRecord {
    static let blank = Empty()
    static let shape = Shape<Empty> { _ in }
  }

  struct Wait: ShapedRecord {
    enum Scope: String, CaseIterable, JSONReadable {
      case anything, asks, actionable
    }

    var scope = Scope.actionable
    var after: String?
    var seconds: Int?

    static let blank = Wait()
    static let shape = Shape<Wait> { field in
      field(
        "for", \.scope, omitting: .actionable,
        "what ends the wait: `asks`, `actionable` (asks, stuck or failed workers, a parked runner, a"
          + " failed beat; the default), or `anything` that changes")
      field(
        optional: "after", \.after,
        "the token of the last `state` or `wait`: only what is newer counts, so that you hear of each"
          + " thing once; `w1.` at first")
      field(
        optional: "timeout_s", \.seconds,
        "the longest wait in seconds (default 50, at most 86400); a wait costs nothing while it lasts"
      )
    }
  }

  struct WaitNews: Shaped {
    let state: StateReport
    let changed: [Item.Name]

    static let shape = Shape<WaitNews> { field in
      field.version()
      field("token", \.state.token.text, "where you stand now: `after` of the next `wait`")
      field("timed_out", \.changed.isEmpty, "whether nothing came in that time: wait again")
      field("changed", { $0.changed.map(\.text) }, "the items that matched")
      field("concerns", \.concerns, "those of them that wait for the human")
      field("asks", \.asks, "the asks among them")
    }

    private var concerns: [Concern] { state.concerns.filter { changed.contains($0.name) } }

    private var asks: [AskReport] {
      let asks = state.world.mailbox.pending.filter {
        changed.contains(Item.Name(.ask, $0.id.text))
      }
      return state.askRender.reports(of: asks)
    }
  }

  struct Asks: ShapedRecord {
    var id: String?
    var all = false

    static let blank = Asks()
    static let shape = Shape<Asks> { field in
      field(optional: "id", \.id, "only this ask, whole, answered or not")
      field("all", \.all, omitting: false, "include the answered ones")
    }
  }

  struct AskPage: Shaped {
    let list: AskList

    static let shape = Shape<AskPage> { field in
      field.version()
      field("asks", \.list.reports, "the asks, as `looop asks --json` has them")
      field(
        "text", \.text,
        "the same as `looop asks` shows it to a person: quote a gate from here, word for word")
    }

    private var text: String { list.asks.map(list.render.text).joined(separator: "\n") }
  }

  struct Answer: ShapedRecord {
    var id = ""
    var text = ""

    static let blank = Answer()
    static let shape = Shape<Answer> { field in
      field(needed: "id", \.id, "the ask's id, such as `setup-1`")
      field(
        needed: "text", \.text,
        "the human's own words; or an option by its text or its number, as in `#2`")
    }
  }

  struct GoalText: ShapedRecord {
    var id = ""
    var body = ""

    static let blank = GoalText()
    static let shape = Shape<GoalText> { field in
      field(needed: "id", \.id, "the goal's id: letters, digits, `.`, `_`, `-`")
      field(needed: "body", \.body, "what should be true, in the human's words")
    }
  }

  struct GoalID: ShapedRecord {
    var id = ""

    static let blank = GoalID()
    static let shape = Shape<GoalID> { field in field(needed: "id", \.id, "the goal's id") }
  }

  struct PlaybookText: ShapedRecord {
    var body = ""

    static let blank = PlaybookText()
    static let shape = Shape<PlaybookText> { field in
      field(needed: "body", \.body, "the whole PLAYBOOK; it replaces the one there is")
    }
  }

  struct Journal: ShapedRecord {
    var lines: Int?
    var since: String?
    var goal: String?

    static let blank = Journal()
    static let shape = Shape<Journal> { field in
      field(optional: "lines", \.lines, "how many of the last lines; 20, or all of `since`")
      field(optional: "since", \.since, "from when: `2h`, `7d`, `yesterday`, `2026-11-22`")
      field(optional: "goal", \.goal, "only what concerns this goal")
    }
  }

  struct Written: Shaped {
    let text: String

    static let shape = Shape<Written> { field in
      field.version()
      field("text", \.text, "what was done")
    }
  }

  struct Question: ShapedRecord {
    var text = ""
    var options: [String] = []
    var reference: String?
    var key: String?
    var seconds: Int?

    static let blank = Question()
    static let shape = Shape<Question> { field in
      field(needed: "question", \.text, "the question, in your words")
      field("options", \.options, omitting: [], "answers to offer")
      field(optional: "reference", \.reference, "what it is about: a path or an address")
      field(
        optional: "key", \.key,
        "a name for the question: the same name resumes the same ask, whatever the text")
      field(
        optional: "wait_s", \.seconds,
        "how long to wait for the answer, in seconds (default 50, at most 86400)")
    }
  }

  struct Asked: Shaped {
    let ask: AskID
    let answer: String?

    static let shape = Shape<Asked> { field in
      field.version()
      field("id", \.ask, "the ask")
      field(
        "answer", \.answer,
        "the human's words; null while there is no answer: ask the same again to go on waiting")
    }
  }

  struct Report: ShapedRecord {
    var report = ""
    var isFailed = false

    static let blank = Report()
    static let shape = Shape<Report> { field in
      field(needed: "report", \.report, "what was done, or why it failed")
      field("failed", \.isFailed, omitting: false, "the work failed")
    }
  }
}
