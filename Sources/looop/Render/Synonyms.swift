internal import Base

/// What other tools call a thing, and the verb that looop has for it. Tests hold every verb that is
/// named here against the table of verbs.
enum Synonyms {
  /// What to say of a word that is not a verb; nil when it is nothing that other tools have.
  static func hint(_ word: String) -> String? { verbs[word] ?? verbs[word.lowercased()] }

  /// The same of a word behind the noun `noun`, whose verbs are `own`.
  static func hint(_ word: String, of noun: String, own: [String]) -> String? {
    let word = word.lowercased()
    if let hint = ofNouns["\(noun) \(word)"] { return hint }
    for meaning in meanings where meaning.contains(word) {
      let fitting = own.filter(meaning.contains)
      if !fitting.isEmpty {
        let lines = fitting.map { "`looop \(noun) \($0)`" }
        let last = lines.count > 1 ? " or \(lines[lines.count - 1])" : ""
        return "Use \(lines.prefix(max(1, lines.count - 1)).joined(separator: ", "))\(last)."
      }
    }
    return nil
  }

  /// Words that mean the same thing to do.
  static let meanings: [Set<String>] = [
    ["list", "ls", "ll", "all", "ps", "status", "dir"],
    [
      "show", "cat", "view", "get", "print", "info", "inspect", "describe", "read", "open",
      "status",
    ],
    ["write", "edit", "set", "update", "put", "change", "modify", "replace", "save"],
    ["add", "new", "create", "write", "start", "make", "install", "init", "spawn", "launch"],
    [
      "rm", "remove", "delete", "del", "archive", "kill", "stop", "end", "close", "drop", "destroy",
      "uninstall", "cancel", "done", "finish", "complete",
    ],
    ["history", "list", "ls", "log", "logs", "versions", "former"],
    ["test", "lint", "check", "verify", "validate", "try"],
    ["run", "exec", "execute", "start", "trigger", "poll"],
  ]

  static let ofNouns: [String: String] = [
    "worker logs": "`looop worker log ID` prints what a worker said and did.",
    "worker watch": "`looop watch --session ID` follows a worker.",
    "worker attach": "`looop watch --session ID` follows a worker.",
    "worker answer": "`looop asks` lists what a worker wants to know, `looop answer` answers it.",
    "worker restart": "`looop worker kill` ends it, `looop worker start` starts it again.",
    "runner use": "`looop init` chooses the runner.",
    "runner set": "`looop init` chooses the runner.",
    "runner add": "`looop init` chooses a runner; docs/runners.md says how to describe your own.",
    "runner start": "`looop init` chooses the runner, `looop up` starts the pulse.",
    "sensor logs": "`looop sensor show` has its last reading, `looop sensor run` runs it now.",
    "sensor log": "`looop sensor show` has its last reading, `looop sensor run` runs it now.",
  ]

  private static let version = "`looop version` prints the version."
  private static let lists =
    "`looop worker list`, `looop goal list`, `looop sensor list` and `looop runner list` list"
    + " things."
  private static let removals =
    "`looop goal archive`, `looop sensor rm` and `looop worker kill` remove or end a thing."
  private static let shows =
    "`looop state` shows the loop; `looop goal show`, `looop sensor show` and `looop playbook show`"
    + " one thing."
  private static let writes =
    "`looop goal write`, `looop playbook write` and `looop sensor write` replace a text."
  private static let additions =
    "`looop goal write`, `looop sensor add` and `looop worker start` add a thing."
  private static let logs =
    "`looop watch` follows the pulse, `looop watch --session ID` a worker; `looop journal` has the"
    + " moves."
  private static let state = "`looop state` shows where the loop stands."
  private static let down = "`looop down` stops the pulse, `looop worker kill` a worker."
  private static let asks = "`looop asks` lists what waits for you."
  private static let answer = "`looop answer ID TEXT` answers an ask; `looop asks` lists them."
  private static let cost = "`looop cost` shows what was spent."
  private static let settings =
    "`looop init` chooses the runner; `looop help config` explains the config file."
  private static let tests =
    "`looop runner test` checks an agent CLI, `looop sensor test` a sensor."

  /// What the original has and this version has not yet.
  private static func later(_ what: String, _ instead: String) -> String {
    "This version has no \(what) yet; \(instead)."
  }

  static let verbs: [String: String] = [
    "-v": version, "--v": version, "-version": version, "ver": version,
    "tell": later("tells", "`looop kill` and `looop worker start` start a worker again"),
    "told": later("tells", "an answer to its `looop ask` reaches a worker"),
    "schedule": later("schedules", "`looop sensor new` makes a sensor that can look at the clock"),
    "schedules": later("schedules", "`looop sensor new` makes a sensor that can look at the clock"),
    "claim": later("claims", "`looop goal write` can say who works on what"),
    "unclaim": later("claims", "`looop goal write` can say who works on what"),
    "ss": "`looop screenshot ID` shows what a worker shows.",
    "start": "`looop up` starts the pulse, `looop worker start` a worker.",
    "begin": "`looop up` starts the pulse.", "launch": "`looop up` starts the pulse.",
    "serve": "`looop up` starts the pulse.", "daemon": "`looop up` starts the pulse.",
    "spawn": "`looop worker start` starts a worker.",
    "stop": down, "end": down, "shutdown": down, "halt": down, "quit": down, "exit": down,
    "restart":
      "`looop down`, then `looop up`; `looop down --keep-workers` leaves the workers at work.",
    "reload": "The pulse reads the config again by itself; `looop down` and `looop up` restart it.",
    "suspend": "`looop pause` stops deciding; workers go on.",
    "freeze": "`looop pause` stops deciding; workers go on.",
    "unpause": "`looop resume` decides again.", "continue": "`looop resume` decides again.",
    "logs": logs, "log": logs, "tail": logs, "follow": logs, "attach": logs, "monitor": logs,
    "history": "`looop journal` has the moves, `looop playbook history` the former PLAYBOOKs.",
    "ps": "`looop worker list` lists the workers, `looop state` shows the loop.",
    "top": "`looop worker list` lists the workers, `looop state` shows the loop.",
    "status": state, "stat": state, "info": state, "health": state,
    "ls": lists, "list": lists, "rm": removals, "remove": removals, "delete": removals,
    "del": removals, "edit": writes, "set": writes, "write": writes, "update": writes,
    "show": shows, "get": shows, "cat": shows, "view": shows, "inspect": shows, "describe": shows,
    "new": additions, "add": additions, "create": additions, "archive": removals,
    "goals": "`looop goal list` lists the goals.",
    "workers": "`looop worker list` lists the workers.",
    "agents": "`looop worker list` lists the workers, `looop runner list` the agent CLIs.",
    "sessions": "`looop worker list` lists the workers.",
    "session": "`looop worker start`, `looop worker kill`, `looop worker list` are for workers.",
    "sensors": "`looop sensor list` lists the sensors.",
    "readings": "`looop sensor list` lists the sensors and what they last said.",
    "runners": "`looop runner list` lists the agent CLIs.",
    "models": "`looop runner list` lists the agent CLIs.",
    "steer": "`looop goal write` and `looop playbook write` steer.",
    "reply": answer, "respond": answer, "approve": answer, "accept": answer, "decline": answer,
    "reject": answer, "deny": answer, "yes": answer, "no": answer,
    "question": asks, "questions": asks, "inbox": asks, "pending": asks, "todo": asks,
    "costs": cost, "spend": cost, "spent": cost, "usage": cost, "budget": cost, "bill": cost,
    "config": settings, "configure": settings, "setup": settings, "settings": settings,
    "decisions": "`looop runs list` lists the decisions, `looop runs show last` shows the last.",
    "calls": "`looop runs list` lists the calls, `looop cost` what they cost.",
    "exec": "`looop run` runs a shell command.", "sh": "`looop run` runs a shell command.",
    "shell": "`looop run` runs a shell command.",
    "tick": "`looop beat` runs one beat.", "step": "`looop beat` runs one beat.",
    "once": "`looop beat` runs one beat.", "next": "`looop beat` runs one beat.",
    "finish": "`looop done` is for workers; `looop goal archive` ends a goal.",
    "test": tests, "check": tests,
    "lint": "`looop sensor lint` checks the files of sensors.",
    "install": "`looop sensor add` installs a sensor that ships with looop.",
    "man": "`looop help` is the manual.", "manual": "`looop help` is the manual.",
    "docs": "`looop help` is the manual.",
  ]
}
