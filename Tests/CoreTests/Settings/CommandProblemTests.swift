import Base
import Core
import Testing

@Suite("What is wrong with a command")
struct CommandProblemTests {
  @Test(
    "Commands that can be used, other programs' templates among them",
    arguments: [
      ("agent -p", CommandProblem.Use.tick),
      ("agent \"$(cat {{prompt_file}})\"", .tick),
      ("agent --schema {{schema_file}} {{prompt_file}}", .tick),
      ("agent run", .worker(.headless)),
      ("agent {{prompt_file}}", .worker(.terminal)),
      ("docker inspect --format '{{.Name}}' x", .tick),
      ("gh api --template '{{json .}}{{range .a}}'", .tick),
      ("echo {{ } }} {{}}", .tick),
    ])
  func fine(_ command: String, _ use: CommandProblem.Use) {
    #expect(CommandProblem.of(command, use: use) == nil)
  }

  @Test(
    "Commands that cannot, each with its one problem",
    arguments: [
      ("", CommandProblem.Use.tick, "The command is empty."),
      (" \n\t", .worker(.headless), "The command is empty."),
      ("a\u{0}b", .tick, "The command holds a NUL byte, which no program takes."),
      (
        "agent {{promt_file}}", .tick,
        "There is no placeholder {{promt_file}}. Did you mean {{prompt_file}}?"
      ),
      (
        "agent {{ prompt_file }}", .tick,
        "There is no placeholder {{ prompt_file }}. Did you mean {{prompt_file}}?"
      ),
      (
        "agent {{prompt_file}} {{cwd}}", .worker(.headless),
        "There is no placeholder {{cwd}}. Known: {{prompt_file}}."
      ),
      (
        "agent {{x}}", .tick,
        "There is no placeholder {{x}}. Known: {{prompt_file}} {{schema_file}}."
      ),
      ("agent {{model}}", .tick, "There is no placeholder {{model}} any more."),
      (
        "agent {{schema_file}}", .worker(.headless),
        "There is no placeholder {{schema_file}}. Known: {{prompt_file}}."
      ),
      (
        "{{.Name}} {{{nope}}", .tick,
        "There is no placeholder {{nope}}. Known: {{prompt_file}} {{schema_file}}."
      ),
      (
        "agent", .worker(.terminal),
        "An agent with a screen of its own needs {{prompt_file}} for its brief."
      ),
    ])
  func wrong(_ command: String, _ use: CommandProblem.Use, _ problem: String) {
    #expect(CommandProblem.of(command, use: use) == problem)
  }
}
