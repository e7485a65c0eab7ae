internal import ArgumentParser
internal import Base
internal import Core

struct ServiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service",
    abstract: "Let systemd or launchd keep the pulse up, across reboots too.",
    subcommands: [Install.self, Uninstall.self, Status.self])

  struct Install: Verb {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Write the unit's file, enable it and start it.",
      discussion: """
        The unit runs `looop up --foreground` in this folder, with the PATH and the places of this \
        shell. Variables that open something are recorded only when --env names them; the file is \
        readable by you alone. A pulse that is up is left as it is.
        """)
    static let examples = [Example("looop service install --print")]

    @Flag(help: "Print the file, and change nothing.") var print = false
    @OptionGroup var options: ServiceOptions
    @Option(
      name: .customLong("env"),
      help: "Record this variable of yours too; repeatable, NAME* for all that begin so.")
    var names: [String] = []
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let settings = try wiring.chosenSettings()
      try wiring.demandFolder()
      let spec = try spec(wiring)
      if let problem = spec.problem { throw problem }
      let text = options.kind.text(spec)
      if print {
        Console.put(text)
        return ExitStatusCode.ok
      }
      try wiring.open()
      let manager = try options.manager(wiring)
      try demandOwn(manager, spec)
      try Folder.create(AtomicFile.folder(of: manager.file))
      try AtomicFile.replace(manager.file, text.utf8)
      Console.say("unit     \(Untrusted.oneLine(manager.file)) written")
      Console.say("runs in  \(Untrusted.oneLine(spec.workingDirectory))")
      noteMissing(spec, for: settings, wiring)
      try start(manager, wiring)
      return ExitStatusCode.ok
    }

    private func spec(_ wiring: Wiring) throws(LooopError) -> ServiceSpec {
      guard names.allSatisfy(VariableNames.isAcceptable) else {
        throw LooopError(
          .usage, code: "E_VARIABLE", "--env takes the name of a variable, such as TOKEN.",
          hint: "Its value is that of this shell.")
      }
      var environment = wiring.environment
      // A place of its own is recorded absolute.
      if environment[Marks.config]?.isEmpty == false {
        environment[Marks.config] = wiring.configFile
      }
      let recorded = ServiceSpec.recorded + [Marks.config, Ownership.override] + names
      return ServiceSpec(
        name: options.name, program: wiring.loop.store.process.binary,
        arguments: ["up", "--foreground", "--data-dir", wiring.directory.path],
        workingDirectory: wiring.workingDirectory,
        environment: VariableNames.matching(recorded, in: environment).sorted().map {
          ($0, environment[$0] ?? "")
        },
        dataDirectory: wiring.directory.path)
    }

    /// Someone else's unit, and that of another loop, stay.
    private func demandOwn(_ manager: ServiceManager, _ spec: ServiceSpec) throws(LooopError) {
      guard let there = try manager.text() else { return }
      let isOwn = there.contains(ServiceSpec.mark)
      guard !isOwn || !there.contains(options.kind.spelt(spec.dataDirectory)) else { return }
      throw LooopError(
        .usage, code: "E_SERVICE_EXISTS",
        isOwn
          ? "\(Untrusted.oneLine(manager.file)) is the service of another loop."
          : "\(Untrusted.oneLine(manager.file)) was not made by looop.",
        hint: "Give this one another name with --name, or remove that file first.")
    }

    private func start(_ manager: ServiceManager, _ wiring: Wiring) throws(LooopError) {
      guard manager.isThere else {
        Console.note(
          "looop: \(manager.kind.program) is not on PATH, so nothing was started. Where it is:"
            + " \(manager.typed(manager.starting))")
        return
      }
      guard try !DirectoryLock.isHeld(wiring.directory.lock) else {
        try manager.run(manager.enabling)
        Console.say("enabled; the pulse that is up was left as it is")
        Console.say(
          manager.active == "active" || manager.active == "loaded"
            ? "next     \(manager.restart)"
            : "next     looop down --keep-workers && \(manager.typed(Array(manager.starting.suffix(1))))"
        )
        return
      }
      try manager.run(manager.starting)
      Console.say("started; it starts with your session from now on")
      if manager.kind == .systemd {
        Console.say("next     loginctl enable-linger   (keeps it up while you are logged out)")
      }
    }

    /// What an agent has in this shell, and a service would lack.
    private func noteMissing(_ spec: ServiceSpec, for settings: Settings, _ wiring: Wiring) {
      var wanted = settings.passEnvironment
      for name in [settings.runner, settings.fallbackRunner].compactMap(\.self) {
        // A preset that cannot be read is what `up` refuses.
        wanted += (try? wiring.loop.runners.preset(named: name))?.passEnvironment ?? []
      }
      let has = spec.environment.map(\.name)
      let lacks = VariableNames.matching(wanted, in: wiring.environment).filter {
        !has.contains($0)
      }
      guard !lacks.isEmpty else { return }
      Console.note(
        "looop: set here for agents, and not recorded: \(lacks.joined(separator: " "))."
          + " Add \(lacks.map { "--env \($0)" }.joined(separator: " ")) if the service needs them.")
    }
  }

  struct Uninstall: Verb {
    static let configuration = CommandConfiguration(
      commandName: "uninstall", abstract: "Stop the service and remove its file; data stays.")
    static let examples = [Example("looop service uninstall")]
    var touch: Touch { .stops }

    @OptionGroup var options: ServiceOptions
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let manager = try options.manager(wiring)
      guard let text = try manager.text() else {
        Console.say("there is no service \(options.name)")
        return ExitStatusCode.ok
      }
      guard text.contains(ServiceSpec.mark) else {
        throw LooopError(
          .usage, code: "E_SERVICE_EXISTS",
          "\(Untrusted.oneLine(manager.file)) was not made by looop, so it stays.",
          hint: "Remove it yourself if that is meant.")
      }
      var doubt: LooopError?
      if manager.isThere {
        do throws(LooopError) { try manager.run(manager.stopping) } catch { doubt = error }
      }
      _ = try AtomicFile.delete(manager.file)
      if let doubt {
        throw LooopError(
          .failed, code: doubt.code,
          "The unit's file is removed, but its end is not certain: \(doubt.message)",
          hint: "`looop state` says whether a pulse is up, `looop down` ends it.")
      }
      Console.say(
        "service \(options.name) removed; the loop's data stays in \(wiring.directory.path)")
      guard manager.isThere else {
        Console.note("looop: \(manager.kind.program) is not on PATH: a running service goes on.")
        return ExitStatusCode.ok
      }
      try manager.run(manager.forgetting)
      return ExitStatusCode.ok
    }
  }

  struct Status: Verb {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Show the unit, whether it runs, and the pulse.")
    static let examples = [Example("looop service status")]
    var touch: Touch { .reads }

    @OptionGroup var options: ServiceOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let manager = try options.manager(wiring)
      let isInstalled = try manager.text() != nil
      let active = isInstalled ? manager.active : nil
      let isUp = try DirectoryLock.isHeld(wiring.directory.lock)
      let next: String? =
        if !isInstalled { "looop service install" } else if isUp { nil } else {
          manager.typed(Array(manager.starting.suffix(1)))
        }
      let status = ServiceStatus(
        manager: options.kind, name: options.name, file: manager.file, isInstalled: isInstalled,
        enabled: isInstalled ? manager.enabled : nil, active: active, isPulseAlive: isUp, next: next
      )
      if json {
        Console.say(json: status)
      } else {
        Console.say(status.text(in: wiring.factSheet))
      }
      return ExitStatusCode.ok
    }
  }
}

/// Which service a verb is about.
struct ServiceOptions: ParsableArguments {
  @Option(help: "The unit's name; a second loop needs one of its own.") var name = "looop"
  @Option(help: "systemd or launchd (default: this system's).") var manager: String?

  func validate() throws {
    guard Identifier(valid: name) != nil else {
      throw ValidationError("--name takes letters, digits, '.', '_' and '-'.")
    }
    guard manager.map({ ServiceKind(rawValue: $0) != nil }) ?? true else {
      throw ValidationError("--manager takes systemd or launchd.")
    }
  }

  var kind: ServiceKind { manager.flatMap(ServiceKind.init(rawValue:)) ?? .native }

  func manager(_ wiring: Wiring) throws(LooopError) -> ServiceManager {
    try ServiceManager(kind, name: name, wiring)
  }
}
