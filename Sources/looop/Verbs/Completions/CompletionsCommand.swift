internal import ArgumentParser
internal import Base

struct CompletionsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print the completion of looop for bash, zsh or fish.",
    discussion: """
      It completes verbs, options and their values, and the ids of what there is: asks, goals, sensors, \
      workers, runs and runners. To have it in every new shell:

        bash  echo 'source <(looop completions bash)' >>~/.bashrc
        zsh   echo 'source <(looop completions zsh)' >>~/.zshrc
        fish  looop completions fish >~/.config/fish/completions/looop.fish
      """)
  static let examples = [
    Example("looop completions bash"), Example("looop completions zsh >_looop"),
    Example("looop completions fish >looop.fish"),
  ]
  var touch: Touch { .reads }
  static var needsPlace: Bool { false }

  static let shells = ["bash", "zsh", "fish"]

  @Argument(help: "bash, zsh or fish.") var shell: String
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let script: [UInt8]
    switch shell {
    case "bash": script = PackageResources.looop_bash
    case "zsh": script = PackageResources.looop_zsh
    case "fish": script = PackageResources.looop_fish
    default:
      throw LooopError(
        .usage, code: "E_USAGE", "There is no completion for '\(Untrusted.oneLine(shell))'.",
        hint: Nearest.hint(shell, in: Self.shells, else: "There is one for bash, zsh and fish."))
    }
    Console.put(script)
    return ExitStatusCode.ok
  }
}
