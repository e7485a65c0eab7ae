import Base
import Testing

@testable import ShellRules

@Suite("What a command line does")
struct ShellShapeTests {
  private func words(_ line: String) -> [[String]] {
    ShellShape(line).commands.map { $0.words.map(\.text) }
  }

  @Test(
    "A line is split into simple commands, quotes and backslashes resolved",
    arguments: [
      ("ls -l", [["ls", "-l"]]),
      ("  ls\t-l  ", [["ls", "-l"]]),
      ("a && b || c; d | e & f\ng", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]),
      ("a 'b c' \"d e\" f\\ g", [["a", "b c", "d e", "f g"]]),
      ("a'b'\"c\"\\d", [["abcd"]]),
      ("echo '' \"\"", [["echo", "", ""]]),
      (
        "echo 'a\"b' \"a'b\" \"a\\\"b\" \"a\\nb\" \"a\\$b\"",
        [["echo", "a\"b", "a'b", "a\"b", "a\\nb", "a$b"]]
      ),
      ("echo 'a;b|c&d\ne'", [["echo", "a;b|c&d\ne"]]),
      ("a \\\nb", [["a", "b"]]),
      ("a \"b\\\nc\"", [["a", "bc"]]),
      ("a # b; c\nd", [["a"], ["d"]]),
      ("a#b", [["a#b"]]),
      ("a 2>&1 >/dev/null b", [["a", "b"]]),
      ("a 2 >/dev/null", [["a", "2"]]),
      ("a2>/dev/null", [["a2"]]),
      ("a \"$HOME/x\" $PWD ${USER} $?", [["a", "$HOME/x", "$PWD", "$USER", "$?"]]),
      ("a $ $. \"$\"", [["a", "$", "$.", "$"]]),
      ("a {} @{u} x{", [["a", "{}", "@{u}", "x{"]]),
      ("LC_ALL=C sort", [["sort"]]),
      ("ü 'é😀'", [["ü", "é😀"]]),
      ("", []),
      ("\n\n# x\n", []),
    ])
  func splits(_ line: String, _ expected: [[String]]) {
    #expect(words(line) == expected)
    #expect(ShellShape(line).unparsed == nil)
  }

  @Test(
    "What is not understood says why",
    arguments: [
      ("a $(b)", "a command substitution"), ("a `b`", "a command substitution"),
      ("a \"$(b)\"", "a command substitution"), ("a <(b)", "a process substitution"),
      ("a $X", "the variable $X"), ("a \"${X:-y}\"", "the variable $X:-y"),
      ("a $1", "the variable $1"),
      ("a $'x'", "a $'…' string"), ("a $((1))", "a command substitution"), ("(a)", "parentheses"),
      ("a() b", "parentheses"), ("a > b", "a redirection to a file"),
      ("a >> b", "a redirection to a file"),
      ("a >", "a redirection to nowhere"), ("a <<E\nE", "a here-document"),
      ("a <<< b", "a here-document"),
      ("a <<E\nb", "a here-document"), ("if a", "the shell keyword 'if'"),
      ("{ a", "the shell keyword '{'"),
      ("! a", "the shell keyword '!'"), ("[[ a ]]", "the shell keyword '[['"),
      ("A=1 b", "an assignment to A"),
      ("$HOME", "a command whose name is computed"), ("l*", "a command whose name is computed"),
      ("a {b,c}", "a brace expansion"), ("a {1..2}", "a brace expansion"),
      ("a 'b", "a quote without its end"),
      ("a \"b", "a quote without its end"), ("a \\", "a backslash at the end"),
      ("a \u{8}", "a control character"),
      ("a |", "an operator with no command behind it"),
      ("&& a", "an operator with no command before it"),
      ("a 12>&1", "a descriptor of more than one digit"),
    ])
  func doubts(_ line: String, _ reason: String) {
    #expect(ShellShape(line).unparsed == reason)
  }

  @Test(
    "Commands of a line that is not understood are still found",
    arguments: [
      ("if a; then b; else c; fi", [["a"], ["b"], ["c"]]),
      ("for x in a b; do c; done", [["c"]]),
      ("case a in b) c;; *) d;; esac", [["c"], ["d"]]),
      ("f() { a; }", [["a"]]),
      ("(a; b) | c", [["a"], ["b"], ["c"]]),
      ("cat <<E | b\nc d\nE\ne", [["cat"], ["b"], ["e"]]),
      ("a <<-'X Y'\n\tb\n\tX Y\nc", [["a"], ["c"]]),
    ])
  func findsCommands(_ line: String, _ expected: [[String]]) {
    #expect(words(line).filter { !$0.isEmpty } == expected)
    #expect(ShellShape(line).unparsed != nil)
  }

  @Test("Redirections, pipes and here-documents are kept with their commands")
  func details() {
    let shape = ShellShape("X=1 a < in | b 2> out <<E\nbody\nE\n")
    #expect(shape.commands.count == 2)
    #expect(shape.commands.first?.assignments.map(\.text) == ["X=1"])
    #expect(shape.commands.first?.inputs.map(\.text) == ["in"])
    #expect(shape.commands.first?.isPiped == false)
    #expect(shape.commands.last?.outputs.map(\.text) == ["out"])
    #expect(shape.commands.last?.isPiped == true)
    #expect(shape.hereDocuments == ["body"])
  }

  @Test("A word knows what the shell would still do with it")
  func wordDetails() {
    let words = ShellShape("a *.x '*.x' ~/b '~' $HOME [ab] [ \"`c d`$(e \"$(f)\")\"").commands[0]
      .words
    #expect(words.map(\.hasGlob) == [false, true, false, false, false, false, true, false, false])
    #expect(
      words.map(\.hasTilde) == [false, false, false, true, false, false, false, false, false])
    #expect(
      words.map(\.hasVariable) == [false, false, false, false, false, true, false, false, false])
    #expect(words.last?.nested == ["c d", "e \"$(f)\""])
  }
}
