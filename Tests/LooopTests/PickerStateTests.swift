import Base
import Core
import Testing

@testable import looop

@Suite("The picker's state")
struct PickerStateTests {
  @Test("Arrows, letters and numbers move within the list")
  func moving() {
    let start = PickerState.sample()
    #expect(start.after(.up).selected == 0)
    #expect(start.after(.down, .text("j"), .control("n")).selected == 2)
    #expect(start.after(.end, .text("k")).selected == 1)
    #expect(start.after(.text("3")).selected == 2)
    #expect(start.after(.text("3"), .text("9"), .text("0"), .home).selected == 0)
  }

  @Test("Escape, q, Ctrl-C and Ctrl-D leave without a choice")
  func leaving() {
    for key in [Key.escape, .text("q"), .control("c"), .control("d")] {
      #expect(PickerState.sample().after(key).step == .cancelled)
    }
    #expect(PickerState.sample().after(.text("t"), .control("c")).step == .cancelled)
    // Once it is over no key changes anything.
    #expect(PickerState.sample().after(.escape, .enter).step == .cancelled)
  }

  @Test("Tab goes round the forms of the commands, and Enter takes what is shown")
  func forms() {
    let start = PickerState.sample()
    #expect(start.after(.enter).step == .chosen)
    let documented = start.after(.tab)
    #expect(documented.offer.commands.tick == "think all" && documented.kind == .terminal)
    #expect(start.after(.tab, .tab).offer.commands == start.offer.commands)
  }

  @Test("An edited command is another form; the others stay to be chosen again")
  func editing() {
    let edited = PickerState.sample().after(.text("t"), .control("u")).typing("mine").after(.enter)
    #expect(edited.step == .choosing)
    #expect(
      edited.offer.commands == CommandForm(origin: .edited, tick: "mine", worker: "work"))
    #expect(edited.offer.forms.count == 3)
    #expect(edited.after(.tab).offer.commands.origin == .recommended)
    let again = edited.after(.text("w")).typing("ing").after(.enter)
    #expect(again.offer.commands.worker == "working" && again.offer.forms.count == 3)
    #expect(PickerState.sample().after(.text("t"), .enter).offer.forms.count == 2)
  }

  @Test("Escape leaves the command as it was, and the choice goes on")
  func leavingTheLine() {
    let left = PickerState.sample().after(.text("t")).typing("xyz").after(.escape)
    #expect(left.step == .choosing && left.offer.commands.tick == "think")
  }

  @Test("What cannot be used is said at once and not taken")
  func validation() {
    let empty = PickerState.sample().after(.text("t"), .control("u"))
    #expect(empty.problem == "The command is empty.")
    #expect(empty.after(.enter).step == empty.step && empty.after(.tab).step == empty.step)
    let odd = empty.typing("a {{promt}}")
    #expect(odd.problem?.hasPrefix("There is no placeholder {{promt}}.") == true)
    let mended = odd.after(.backspace, .backspace, .backspace).typing("pt_file}}")
    #expect(
      mended.problem == nil && mended.after(.enter).offer.commands.tick == "a {{prompt_file}}")
    let screen = PickerState.sample().after(.text("w"), .control("u")).typing("screen")
    #expect(screen.problem?.contains("needs {{prompt_file}}") == true)
    #expect(screen.typing(" {{prompt_file}}").after(.enter).step == .choosing)
    // The config says that all workers are of that kind.
    let forced = PickerState.sample(kind: .terminal)
    #expect(forced.problem?.hasPrefix("worker: An agent with a screen") == true)
    #expect(forced.after(.enter).step == .editing(.worker, LineEditor("work")))
  }

  @Test("A preset without commands asks for both before it can be taken")
  func own() {
    let start = PickerState.sample(selected: 1)
    #expect(start.problem == "tick: The command is empty.")
    let tick = start.after(.enter)
    #expect(tick.step == .editing(.tick, LineEditor("")))
    let worker = tick.typing("a").after(.enter)
    #expect(worker.step == .editing(.worker, LineEditor("")))
    let both = worker.typing("b").after(.enter)
    #expect(both.step == .choosing && both.problem == nil)
    #expect(both.after(.enter).step == .chosen)
    #expect(both.after(.tab).offer.commands.tick == "")
  }

  @Test("A paste is one line of text, and none of its bytes is a wish")
  func paste() {
    let pasted = PickerState.sample().after(
      .text("t"), .control("u"), .pasteBegins, .text("a"), .enter, .tab, .text("q"),
      .control("c"), .escape, .pasteEnds)
    var line = LineEditor("")
    for character in "a  q" { line.press(.text(character)) }
    #expect(pasted.step == .editing(.tick, line))
    #expect(
      PickerState.sample().after(.pasteBegins, .text("q"), .enter, .pasteEnds).step == .choosing)
  }

  @Test("The commands of a config are offered first, unless they are one of the preset's own")
  func configured() {
    let preset = PickerCatalog.preset("a", documented: ("t", "w"))
    let own = RunnerOffer(preset, place: .needless, configured: ("mine", nil))
    #expect(own.forms.map(\.origin) == [.configured, .recommended, .documented])
    #expect(own.commands == CommandForm(origin: .configured, tick: "mine", worker: "work"))
    let known = RunnerOffer(preset, place: .needless, configured: ("t", "w"))
    #expect(known.forms.count == 2 && known.commands.origin == .documented)
    let bare = RunnerOffer(
      PickerCatalog.preset("a", "", ""), place: .needless, configured: ("mine", "too"))
    #expect(bare.forms.map(\.origin) == [.configured])
    #expect(
      RunnerOffer(PickerCatalog.preset("a"), place: .needless).forms.map(\.origin) == [.preset])
    let given = RunnerOffer(preset, place: .needless, prefersDocumented: true, tick: "x")
    #expect(given.commands == CommandForm(origin: .documented, tick: "x", worker: "w"))
  }
}
