/// A file or folder of the data dir, in one line; docs/state.md has who writes it, and how. A test holds
/// the table against `DataDirectory`.
struct DataFile: Sendable {
  let path: String
  let meaning: String

  private init(_ path: String, _ meaning: String) {
    self.path = path
    self.meaning = meaning
  }

  static let all: [DataFile] = yours + mailbox + work + records + own

  private static let yours = [
    DataFile("PLAYBOOK.md", "your judgment, which every decision reads; edit it as you like"),
    DataFile("playbook.d/", "former PLAYBOOKs, 20 of them"),
    DataFile("goals/<id>.md", "what should be true, one file for each goal"),
    DataFile("goals/archive/", "goals that were put away"),
    DataFile("sensors/<name>.sh, <name>.yaml", "a sensor: the script and its manifest"),
    DataFile("secrets.env", "`KEY=value` lines for sensors that name them; mode 0600"),
    DataFile("config.json", "a config for this loop alone; else the config is your own"),
    DataFile(".gitignore", "keeps all but PLAYBOOK, goals and sensors out of a commit"),
  ]

  private static let mailbox = [
    DataFile("asks/<id>.json", "a question that a worker or the loop asked"),
    DataFile("answers/<id>.json", "your answer, with who gave it"),
    DataFile("gates/<id>.json", "a move that waits for your yes"),
    DataFile("mailbox.d/", "receipts of delivered answers, and the pairs that are done with"),
    DataFile("inbox/<sensor>/", "readings that were pushed and are not counted yet"),
    DataFile("receipts/", "what a notifier has sent, and of what"),
    DataFile("notify/<name>/", "a notifier: its lock, its status, how far replies were read"),
    DataFile("paused", "no decisions are made while it exists"),
  ]

  private static let work = [
    DataFile("snapshots/sensor-<name>.json", "the last reading of a sensor"),
    DataFile("sessions/<id>/", "a worker: its brief, its output, its status"),
    DataFile("verify/<id>.cmd, <id>.json", "the check of a worker's work, and the verdict"),
    DataFile("reports/", "workers' last words"),
    DataFile(
      "intents/", "moves being carried out; one that a crash left is reported, never run again"),
    DataFile("parked/<runner>.json", "a runner at rest, and until when"),
    DataFile("prompts/", "prompts of calls that are under way"),
  ]

  private static let records = [
    DataFile("journal.md, journal.md.1", "one line for each move, and for what you did by a verb"),
    DataFile("events.jsonl, events.jsonl.1", "the machine's log, for `looop events`"),
    DataFile("ledger/", "what was spent, one file for each month"),
    DataFile("runs/<id>/", "a decision: what woke it, prompt, answer and outcome; 200 are kept"),
  ]

  private static let own = [
    DataFile(".looop.json", "the format of the data dir; a newer one is refused"),
    DataFile(".last-world.json", "what was last decided on"),
    DataFile(".state.json", "failures in a row, backoff, the next look"),
    DataFile(".activity.json", "what the pulse is doing now"),
    DataFile(".lock/", "the locks: at most one pulse for a data dir"),
  ]
}
