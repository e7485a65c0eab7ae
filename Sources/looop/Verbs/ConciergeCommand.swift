internal import ArgumentParser
internal import Base
internal import CSys
internal import Core

struct ConciergeCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "concierge",
    abstract: "Talk to the loop through an agent that relays and never decides.",
    discussion: """
      Starts an agent CLI in this terminal, with looop's MCP server and the brief of \
      `looop help concierge`. It looks by itself; what answers or steers needs your word, and what \
      approves a move is asked of you by a form.
      """)
  static let examples = [
    Example("looop concierge --runner claude --print")
  ]

  @Option(help: "The runner to start; by default the one of the config.") var runner: String?
  @Flag(help: "Print the command, and start nothing.") var print = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let preset = try preset(wiring)
    guard !preset.conciergeCommand.isEmpty else {
      throw LooopError(
        .config, code: "E_NO_CONCIERGE",
        "The runner \(preset.name) has no command for a concierge.",
        hint:
          "Start another, as in `looop concierge --runner claude`, or say `concierge_command` in"
          + " a preset of your own. Any agent session becomes one by `looop help concierge`.")
    }
    try wiring.demandFolder()
    try wiring.open()
    let line = try ConciergeFiles(wiring).command(preset.conciergeCommand)
    if self.print {
      Console.say(line)
      return ExitStatusCode.ok
    }
    if !preset.binary.isEmpty, wiring.program(preset.binary) == nil {
      throw LooopError(
        .config, code: "E_NO_PROGRAM",
        "The program \(preset.binary) of the runner \(preset.name) is not on PATH.",
        hint: preset.installHint.isEmpty ? nil : preset.installHint)
    }
    var environment = preset.environment(of: wiring.loop.store.childEnvironment)
    environment[Marks.config] = wiring.configFile
    // From here on this process is the agent: the terminal is its own, and so is the exit code.
    let code = Spawn.become(
      Invocation(
        "/bin/sh", arguments: Command.shell(line), environment: environment,
        workingDirectory: nil))
    throw LooopError(
      .failed, code: "E_START", "Cannot start /bin/sh: \(String(cString: strerror(-code))).")
  }

  private func preset(_ wiring: Wiring) throws(LooopError) -> RunnerPreset {
    if let runner { return try wiring.knownPreset(runner) }
    let settings = try wiring.chosenSettings()
    let runners = wiring.loop.runners
    let name = settings.runner ?? settings.tickCommand.map(runners.presetName(forCommand:)) ?? ""
    return try runners.preset(named: name)
  }
}

/// What a concierge is started with: its brief, and where looop's MCP server is.
struct ConciergeFiles {
  static let serverPlace = "{{mcp_file}}"

  private let wiring: Wiring
  private let folder: String

  init(_ wiring: Wiring) throws(LooopError) {
    self.wiring = wiring
    let own = wiring.directory.prompts
    // Paths in commands stand as they are, within whatever quotes.
    folder = CommandTemplate.isSafe(path: own) ? own : try Folder.temporary("looop-concierge")
  }

  /// Writes the files, and puts their paths into the command.
  func command(_ template: String) throws(LooopError) -> String {
    let brief = "\(folder)/concierge.md"
    let server = "\(folder)/concierge.json"
    try AtomicFile.replace(brief, ConciergeBrief.text.utf8)
    try AtomicFile.replace(server, JSONWriter.line(Self.servers(wiring), .pretty))
    return CommandTemplate.expand(template, promptFile: brief)
      .replacing(Self.serverPlace, with: server)
  }

  /// In the form that agent CLIs share. Some start a server with few variables: all it needs is said.
  private static func servers(_ wiring: Wiring) -> JSONValue {
    [
      "mcpServers": [
        "looop": [
          "type": "stdio", "command": .string(wiring.loop.store.process.binary),
          "args": ["mcp"],
          "env": .object([
            Marks.dataDirectory: .string(wiring.directory.path),
            Marks.config: .string(wiring.configFile),
          ]),
        ]
      ]
    ]
  }
}

/// The first words of a concierge, and the topic `concierge` of the manual.
enum ConciergeBrief {
  static var text: String { String(decoding: PackageResources.concierge_md, as: UTF8.self) }
}
