internal import Core

/// A preset to choose: the location of its program, and the commands it may run with.
struct RunnerOffer {
  enum Place: Equatable {
    case needless
    case missing
    case found(String)
  }

  enum Version: Equatable {
    case unasked
    case said(String)
    case unsaid
  }

  let preset: RunnerPreset
  let place: Place
  var version = Version.unasked
  /// At least one.
  private(set) var forms: [CommandForm]
  private(set) var chosen = 0

  /// `configured`: the commands of a config that already names this preset.
  init(
    _ preset: RunnerPreset, place: Place, configured: (tick: String?, worker: String?)? = nil,
    prefersDocumented: Bool = false, tick: String? = nil, worker: String? = nil
  ) {
    self.preset = preset
    self.place = place
    let isAlone =
      preset.documentedTickCommand.isEmpty || preset.documentedWorkerCommand.isEmpty
    let recommended = CommandForm(
      origin: isAlone ? .preset : .recommended, tick: tick ?? preset.tickCommand,
      worker: worker ?? preset.workerCommand)
    var documented: CommandForm?
    if !isAlone {
      documented = CommandForm(
        origin: .documented, tick: tick ?? preset.documentedTickCommand,
        worker: worker ?? preset.documentedWorkerCommand)
    }
    var own: CommandForm?
    if let configured {
      own = CommandForm(
        origin: .configured, tick: tick ?? configured.tick ?? preset.tickCommand,
        worker: worker ?? configured.worker ?? preset.workerCommand)
    }
    forms = [recommended]
    if let documented, !documented.hasSameCommands(as: recommended) { forms.append(documented) }
    // The config's commands may equal one of these; otherwise they become the first form.
    if let own {
      if let same = forms.firstIndex(where: own.hasSameCommands) {
        chosen = same
      } else {
        forms.insert(own, at: 0)
        // An empty form is not a choice.
        forms.removeAll { $0.tick.isEmpty && $0.worker.isEmpty }
      }
    }
    if prefersDocumented, let index = forms.firstIndex(where: { $0.origin == .documented }) {
      chosen = index
    }
  }

  var commands: CommandForm { forms[chosen] }

  mutating func choose(_ index: Int) { if forms.indices.contains(index) { chosen = index } }

  mutating func chooseNext() { chosen = (chosen + 1) % forms.count }

  /// Takes the commands for that version in place of the preset's, where those were chosen; true when
  /// that changes them.
  mutating func fit(to version: ProgramVersion) -> Bool {
    let (newest, fit) = (preset, preset.fit(for: version))
    var form = commands
    if form.tick == newest.tickCommand { form.tick = fit.tickCommand }
    if form.worker == newest.workerCommand { form.worker = fit.workerCommand }
    guard !form.hasSameCommands(as: commands) else { return false }
    forms[chosen] = form
    return true
  }

  /// Sets a command by hand; the other forms remain available.
  mutating func edit(_ command: CommandForm.Role, to text: String) {
    guard text != commands[command] else { return }
    var form = commands
    form[command] = text
    form.origin = .edited
    forms.removeAll { $0.origin == .edited }
    forms.append(form)
    chosen = forms.count - 1
  }
}
