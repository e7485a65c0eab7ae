internal import Base
internal import Core
internal import Screen

/// What the picker shows, line by line.
struct PickerFrame: Equatable {
  enum Tone: Equatable {
    case plain, title, selected, faint, problem
  }

  struct Line: Equatable {
    var text: String
    var tone = Tone.plain
  }

  private(set) var lines: [Line] = []
  /// Where the cursor blinks; nil when it is hidden.
  private(set) var cursor: (row: Int, column: Int)?

  /// At most `rows` lines of at most `columns`, for any size.
  init(_ state: PickerState, columns: Int, rows: Int) {
    let (columns, rows) = (max(1, columns), max(1, rows))
    let foot = Self.foot(state, columns: columns, rows: rows)
    // In order of priority: the line under edit, the rows, the help, the title, the preview.
    let room = rows - foot.count
    let list = max(1, min(state.offers.count, room < 12 ? room - 2 : room / 2))
    var head: [Line] = []
    if room >= 3 {
      head.append(Line(text: "Which agent CLI should think and work?", tone: .title))
    }
    if room >= 12 { head.append(Line(text: "")) }
    lines = head + Self.list(state, rows: list, columns: columns)
    let left = rows - lines.count - foot.count
    if left > 1 {
      lines.append(Line(text: ""))
      lines += Self.preview(state, columns: columns, rows: left - 1)
    }
    lines += Array(repeating: Line(text: ""), count: max(0, rows - lines.count - foot.count))
    lines = Array(lines.prefix(max(0, rows - foot.count)) + foot.suffix(rows))
    for index in lines.indices {
      lines[index].text = TextLayout.clipped(lines[index].text, columns: columns)
    }
    if case .editing(_, let line) = state.step {
      let window = line.window(columns: max(1, columns - 2))
      // The problem and the help follow it.
      let row = max(0, lines.count - (foot.count - 1))
      lines[row] = Line(text: TextLayout.clipped("> \(window.text)", columns: columns))
      cursor = (row, min(columns - 1, window.cursor + 2))
    }
  }

  static func == (left: Self, right: Self) -> Bool {
    left.lines == right.lines && left.cursor?.row == right.cursor?.row
      && left.cursor?.column == right.cursor?.column
  }

  // MARK: The list

  private static func list(_ state: PickerState, rows: Int, columns: Int) -> [Line] {
    let count = state.offers.count
    // Scrolls so that the selected row stays visible.
    let first = min(max(0, state.selected - rows / 2), max(0, count - rows))
    let nameWidth = min(16, state.offers.map { DisplayWidth.of($0.preset.name) }.max() ?? 0)
    let titleWidth = min(
      24, state.offers.map { DisplayWidth.of(TextLayout.shown($0.preset.title)) }.max() ?? 0)
    return state.offers.indices[first..<min(count, first + rows)].map { index in
      let offer = state.offers[index]
      let isSelected = index == state.selected
      let number = String(index + 1)
      let words = [
        isSelected ? ">" : " ", String(repeating: " ", count: max(0, 2 - number.count)) + number,
        TextLayout.padded(TextLayout.shown(offer.preset.name), columns: nameWidth),
        TextLayout.padded(TextLayout.shown(offer.preset.title), columns: titleWidth),
        offer.placeText,
      ]
      let tone: Tone = isSelected ? .selected : offer.place == .missing ? .faint : .plain
      return Line(text: words.joined(separator: "  "), tone: tone)
    }
  }

  // MARK: What would be written

  private static func preview(_ state: PickerState, columns: Int, rows: Int) -> [Line] {
    let offer = state.offer
    let forms = offer.forms.count
    let place = forms > 1 ? " (\(offer.chosen + 1) of \(forms))" : ""
    var commands = [Line(text: "Commands, \(offer.commands.origin.rawValue)\(place):")]
    commands += command("tick", offer.commands.tick, columns: columns)
    commands += command("worker", offer.commands.worker, columns: columns)
    if !offer.commands.worker.isEmpty {
      let kind = state.kind == .terminal ? "on a screen of its own" : "without a screen"
      commands.append(Line(text: "          a worker runs \(kind)", tone: .faint))
    }
    if !state.recipes.isEmpty {
      let chosen = state.recipe.map { "\($0.name): \($0.title)" } ?? "none; r offers them"
      commands.append(Line(text: "  recipe  \(chosen)"))
    }
    var about: [Line] = []
    if offer.place == .missing, !offer.preset.installHint.isEmpty {
      about = wrapped("Not found. \(offer.preset.installHint)", columns)
    }
    about += wrapped(offer.preset.description, columns)
    about.append(Line(text: ""))
    // The commands to be written matter more than the description.
    let spare = rows - commands.count
    if spare < 3 || state.isEditing { about = [] }
    if !about.isEmpty, about.count > spare {
      about = Array(about.prefix(spare - 2))
      about.append(Line(text: "..."))
      about.append(Line(text: ""))
    }
    let whole = about + commands
    guard whole.count > rows else { return whole }
    return rows < 2 ? [] : whole.prefix(rows - 1) + [Line(text: "...")]
  }

  private static func command(_ name: String, _ text: String, columns: Int) -> [Line] {
    let shown = text.isEmpty ? "you provide it" : TextLayout.shown(text)
    return TextLayout.wrapped(shown, columns: columns - 10).enumerated().map { index, part in
      Line(text: TextLayout.padded(index == 0 ? "  \(name)" : "", columns: 10) + part)
    }
  }

  private static func wrapped(_ text: String, _ columns: Int) -> [Line] {
    TextLayout.wrapped(Untrusted.oneLine(text), columns: columns).map {
      Line(text: $0, tone: .faint)
    }
  }

  // MARK: The foot

  private static func foot(_ state: PickerState, columns: Int, rows: Int) -> [Line] {
    var problem = [Line(text: "")]
    if let text = state.problem {
      problem = TextLayout.wrapped(text, columns: columns).prefix(rows < 10 ? 1 : 3).map {
        Line(text: $0, tone: .problem)
      }
    }
    switch state.step {
    case .editing(let role, _):
      let title = "The \(role.rawValue) command of \(state.offer.preset.name):"
      let keys = hint(
        ["Enter accept", "Tab accept, edit the other", "Esc discard"],
        short: ["Enter accept", "Esc back"], columns: columns)
      return [Line(text: title, tone: .title), Line(text: "")] + problem
        + [Line(text: keys, tone: .faint)]
    case .choosing, .chosen, .cancelled:
      if rows < 4 { return [] }
      let recipe = state.recipes.isEmpty ? [] : ["r recipe"]
      let move = recipe.isEmpty ? "Up, Down, number" : "Up, Down"
      let keys = hint(
        [move, "Tab other commands", "t, w edit"] + recipe + ["Enter write", "Esc quit"],
        short: ["Tab", "t, w edit", "Enter", "Esc quit"], columns: columns)
      return problem + [Line(text: keys, tone: .faint)]
    }
  }

  /// What the keys do; short on a narrow terminal, so that the way out is never cut off.
  private static func hint(_ long: [String], short: [String], columns: Int) -> String {
    let line = long.joined(separator: " | ")
    return DisplayWidth.of(line) <= columns ? line : short.joined(separator: " | ")
  }
}

extension RunnerOffer {
  /// The location and version of its program, in a few words.
  var placeText: String {
    switch place {
    case .needless: return "needs no program"
    case .missing: return "not found"
    case .found(let path):
      let shown = TextLayout.shown(path)
      switch version {
      case .unasked: return "installed  \(shown)"
      case .unsaid: return "installed, version unknown  \(shown)"
      case .said(let version):
        return "\(TextLayout.clipped(TextLayout.shown(version), columns: 20))  \(shown)"
      }
    }
  }
}
