import Runners
import Testing

@Suite("The flags of a command")
struct CommandFlagsTests {
  @Test("Subcommand and flags are told from values, other programs and what follows --")
  func parts() {
    let flags = CommandFlags(
      CommandWords(
        #"A=1 /opt/agent exec --json -c key="a b" --size=3 -1 -c other - --last -- --not-a-flag | jq -r"#
      ))
    #expect(flags.subcommand == "exec")
    #expect(flags.flags == ["--json", "-c", "--size", "--last"])
    #expect(CommandFlags(CommandWords("agent -p x | jq -r")).flags == ["-p"])
    #expect(CommandFlags(CommandWords("agent file.txt -p")).subcommand == nil)
    #expect(CommandFlags(CommandWords("")).flags.isEmpty)
  }

  @Test("A flag is known only as a whole word of the help")
  func unknown() {
    let flags = CommandFlags(CommandWords("agent -p --mode --mode-x --gone -c"))
    let help = "  -p, --print   like --mode=<x>\n  --mode-xyz, [--mode-x]\n  -c <key=value>"
    #expect(flags.unknown(to: help) == ["--gone"])
    #expect(flags.unknown(to: "") == flags.flags)
  }
}
