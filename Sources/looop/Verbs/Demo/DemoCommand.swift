internal import ArgumentParser
internal import Base
internal import Core

struct DemoCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "See the loop at work in a temporary folder: no key, no network.")
  static let examples = [Example("looop demo --yes")]

  @Flag(help: "Answer by itself, as it does without a terminal.") var yes = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard Executable.find("git", path: wiring.environment["PATH"]) != nil else {
      throw LooopError(
        .failed, code: "E_NO_GIT", "The demo watches a git repository, and git is not on PATH.",
        hint: "Install git.")
    }
    let stage = try DemoStage(wiring, answersItself: yes || !Console.isInputTerminal)
    do throws(LooopError) { try stage.play() } catch {
      stage.clear()
      throw error
    }
    stage.clear()
    return ExitStatusCode.ok
  }
}
