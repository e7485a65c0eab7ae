internal import Core

/// The picker's state as a value: a key and a state in, the next state out.
struct PickerState {
  enum Step: Equatable {
    case choosing
    case editing(CommandForm.Role, LineEditor)
    case chosen
    case cancelled
  }

  private(set) var offers: [RunnerOffer]
  private(set) var selected: Int
  private(set) var step = Step.choosing
  private let check: CommandCheck
  private var isPasting = false
  /// Those that a new loop may start from; none is chosen at first.
  let recipes: [Recipe]
  private(set) var recipe: Recipe?

  /// `offers` is not empty.
  init(
    _ offers: [RunnerOffer], selected: Int, check: CommandCheck, recipes: [Recipe] = []
  ) {
    self.offers = offers
    self.recipes = recipes
    self.selected = min(max(0, selected), offers.count - 1)
    self.check = check
  }

  var offer: RunnerOffer { offers[selected] }

  var isOver: Bool { step == .chosen || step == .cancelled }

  var isEditing: Bool { if case .editing = step { true } else { false } }

  /// Why the commands, or the line being edited, cannot be accepted.
  var problem: String? {
    guard case .editing(let command, let line) = step else {
      return check.problem(offer.commands, offer.preset).map {
        "\($0.command.rawValue): \($0.text)"
      }
    }
    return check.problem(line.text, as: command, of: offer.preset)
  }

  /// How workers of the selected runner run.
  var kind: WorkerKind { check.kind(of: offer.commands.worker, offer.preset) }

  mutating func learn(_ version: RunnerOffer.Version, of index: Int) {
    offers[index].version = version
  }

  mutating func press(_ key: Key) {
    switch key {
    case .pasteBegins: isPasting = true
    case .pasteEnds: isPasting = false
    case _ where isPasting && !Self.isPasted(key): break
    case .control("c"): step = .cancelled
    default:
      switch step {
      case .choosing: if !isPasting { choose(key) }
      case .editing(let command, let line): edit(command, line, with: key)
      case .chosen, .cancelled: break
      }
    }
  }

  /// A control character in a paste is text, never a command.
  private static func isPasted(_ key: Key) -> Bool {
    switch key {
    case .text, .enter, .tab: true
    default: false
    }
  }

  // MARK: In the list

  private mutating func choose(_ key: Key) {
    switch key {
    case .up, .text("k"), .control("p"): selected = max(0, selected - 1)
    case .down, .text("j"), .control("n"): selected = min(offers.count - 1, selected + 1)
    case .home: selected = 0
    case .end: selected = offers.count - 1
    case .tab: offers[selected].chooseNext()
    case .text("r"): chooseNextRecipe()
    case .text("t"): begin(.tick)
    case .text("w"): begin(.worker)
    case .text(let character):
      if let number = character.wholeNumberValue, offers.indices.contains(number - 1) {
        selected = number - 1
      } else if character == "q" {
        step = .cancelled
      }
    // Opens an unusable command for editing.
    case .enter:
      if let problem = check.problem(offer.commands, offer.preset) {
        begin(problem.command)
      } else {
        step = .chosen
      }
    case .escape, .control("d"): step = .cancelled
    default: break
    }
  }

  /// After the last of them, none again.
  private mutating func chooseNextRecipe() {
    let place = recipes.firstIndex { $0.name == recipe?.name } ?? -1
    recipe = recipes.dropFirst(place + 1).first
  }

  // MARK: On a line

  private mutating func begin(_ command: CommandForm.Role) {
    step = .editing(command, LineEditor(offer.commands[command]))
  }

  private mutating func edit(_ command: CommandForm.Role, _ line: LineEditor, with key: Key) {
    var line = line
    switch key {
    case .escape: step = .choosing
    // A paste may hold several lines.
    case .enter where isPasting, .tab where isPasting:
      line.press(.text(" "))
      step = .editing(command, line)
    case .enter, .tab:
      guard problem == nil else { return }
      offers[selected].edit(command, to: line.text)
      let other: CommandForm.Role = command == .tick ? .worker : .tick
      let isOtherMissing = check.problem(offer.commands, offer.preset)?.command == other
      if key == .tab || isOtherMissing { begin(other) } else { step = .choosing }
    default:
      line.press(key)
      step = .editing(command, line)
    }
  }
}
