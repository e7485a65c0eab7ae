import Core
import Testing

@testable import Runners

@Suite("What a command starts")
struct CommandWordsTests {
  private static let environment = ["CLAUDE": "/opt/x/claude", "EMPTY": "", "SELF": "$SELF"]
  let registry = Registry(environment: environment)

  @Test(
    "The agent is found behind what only prepares its run",
    arguments: [
      ("claude -p", "claude"), ("/opt/x/claude -p", "claude"), (#""claude" -p"#, "claude"),
      ("'/opt/my agents/claude' -p", "claude"), ("X=1 Y='a b' claude -p", "claude"),
      ("env X=1 claude -p", "claude"), ("/usr/bin/env -u A -i X=1 claude -p", "claude"),
      ("env -S 'claude -p'", "claude"), ("env - X=1 claude -p", "claude"),
      ("nice claude -p", "claude"), ("nice -n 5 claude -p", "claude"),
      ("nice -5 claude -p", "claude"), ("timeout 9 claude -p", "claude"),
      ("timeout -k 5 --foreground 9m claude -p", "claude"),
      ("exec claude -p", "claude"), ("command claude -p", "claude"),
      ("exec env X=1 nice timeout 9 claude -p", "claude"),
      ("nohup stdbuf -oL codex exec --json -", "codex"),
      ("cd x && claude -p", "claude"), ("cd x; claude -p", "claude"),
      ("cd x&&claude -p", "claude"), ("(cd x && exec pi -p)", "pi"),
      ("cd x || exit 1; claude -p", "claude"), ("export X=1; umask 077; claude -p", "claude"),
      (". ~/.profile && opencode run", "opencode"), ("cd x\nclaude -p", "claude"),
      ("cat {{prompt_file}} | claude -p", "claude"), (": | pi -p --mode json @x", "pi"),
      ("<{{prompt_file}} claude -p", "claude"), ("2>/dev/null claude -p < x", "claude"),
      (#"sh -c "claude -p""#, "claude"), ("bash -lc 'cd x && exec claude -p'", "claude"),
      ("sudo -u agent claude -p", "claude"), ("npx -y @openai/codex exec", "codex"),
      ("$CLAUDE -p", "claude"), ("${CLAUDE} -p", "claude"), (#""$CLAUDE" -p"#, "claude"),
      ("${NOT_SET:-claude} -p", "claude"), ("${EMPTY:-codex} exec", "codex"),
      ("claude -p \"$(cat {{prompt_file}})\"; echo done", "claude"),
      ("AGENT=codex; $AGENT exec", "codex"), ("export A=/x/pi B=1 && exec $A -p", "pi"),
      // What looop does not know is nothing that it could be.
      ("my-jail claude -p", "custom"), ("$NOT_SET -p", "custom"), ("$SELF -p", "custom"),
      ("env", "custom"), ("cd x", "custom"), ("", "custom"), ("echo claude", "custom"),
      ("cat x | my-agent", "custom"), ("sh tick.sh", "custom"), ("sh -c ''", "custom"),
    ])
  func agents(command: String, preset: String) {
    #expect(registry.presetName(forCommand: command) == preset)
  }

  @Test(
    "Its own words say how it works, whatever stands before or after it",
    arguments: [
      ("env -i X=1 claude -p", WorkerKind.headless), ("nice -n 5 claude --model m", .terminal),
      ("cd x && claude --print", .headless), ("claude \"$(cat x)\"; notify -p", .terminal),
      ("timeout -p 9 claude -- -p", .terminal), ("sh -c 'claude -p'", .headless),
    ])
  func kinds(command: String, kind: WorkerKind) throws {
    let preset = try registry.preset(named: "claude")
    #expect(try registry.workerKind(of: command, preset: preset) == kind)
  }

  @Test(
    "A program is only missing where looop can say which one it is",
    arguments: [
      ("env X=1 claude -p", "claude"), ("env PATH=/x claude", ""), ("PATH=/x:$PATH claude", ""),
      ("cd x && ./claude", ""), ("sudo claude", ""), ("umask 077; claude", "claude"),
      ("my-jail claude", "my-jail"), ("bash -lc claude", ""),
    ])
  func programs(command: String, program: String) {
    #expect(registry.program(ofCommand: command) == program)
  }

  @Test(
    "Behind a program that looop does not know it may be one that it does",
    arguments: [
      ("my-jail claude -p", ["claude"]), ("$CLAUDE_BIN -p", ["claude"]),
      ("~/bin/claude-in-a-box", ["claude"]), ("my-jail -- 'pi' -p", ["pi"]),
      ("docker run x sh -c 'codex exec'", ["codex"]), ("docker run x codex exec", ["codex"]),
      ("/home/pi/agent", []), ("claude -p", []), ("my-agent", []),
    ])
  func suspects(command: String, names: [String]) {
    #expect(registry.suspects(ofCommand: command) == names)
  }

  @Test(
    "A line is cut where a shell cuts it",
    arguments: [
      ("a b  c", ["a", "b", "c"]), ("a;b", ["a", ";", "b"]),
      ("a &&b||c", ["a", "&&", "b", "||", "c"]),
      ("a 2>&1 |b", ["a", "2>&1", "|", "b"]), ("a $(b; c) d", ["a", "$(b; c)", "d"]),
      ("a \"b;c\" 'd|e'", ["a", "b;c", "d|e"]), ("a\\\nb", ["ab"]), ("a\nb", ["a", ";", "b"]),
      ("(a)", ["(", "a", ")"]), ("a\\;b", ["a;b"]), ("${A:-b c} d", ["${A:-b c}", "d"]),
      ("''", [""]), ("a&", ["a", "&"]),
    ])
  func cut(line: String, words: [String]) {
    #expect(LineWords.split(line) == words)
  }
}
