import Base
import Testing

@Suite("Identifiers")
struct IdentifierTests {
  @Test(
    "Names that are safe everywhere are taken",
    arguments: [
      "a", "Z", "0", "ship-v2", "a.b_c-d", "a..b", "9lives", String(repeating: "x", count: 64),
    ])
  func takes(_ text: String) throws {
    #expect(try Identifier(text, "goal").text == text)
    #expect(Identifier(valid: text)?.description == text)
  }

  @Test(
    "Any other is refused with its reason",
    arguments: [
      ("", "it is empty"), (".", "it must start with a letter or a digit"),
      ("..", "it must start with a letter or a digit"),
      ("-rf", "it must start with a letter or a digit"),
      ("_a", "it must start with a letter or a digit"),
      ("/a", "it must start with a letter or a digit"),
      ("a/b", "only letters, digits, '.', '_' and '-' are allowed"),
      ("a b", "only letters, digits, '.', '_' and '-' are allowed"),
      ("a\n", "only letters, digits, '.', '_' and '-' are allowed"),
      ("a\0b", "only letters, digits, '.', '_' and '-' are allowed"),
      ("é", "it must start with a letter or a digit"),
      ("a\u{301}", "only letters, digits, '.', '_' and '-' are allowed"),
      ("aé", "only letters, digits, '.', '_' and '-' are allowed"),
      ("a$x", "only letters, digits, '.', '_' and '-' are allowed"),
      (String(repeating: "x", count: 65), "it has 65 characters, 64 are allowed"),
    ])
  func refuses(_ text: String, _ reason: String) {
    #expect(Identifier(valid: text) == nil)
    do throws(LooopError) {
      _ = try Identifier(text, "goal")
      Issue.record("taken")
    } catch {
      #expect(error.code == "E_ID" && error.kind == .usage && error.hint != nil)
      #expect(error.message.hasSuffix("cannot name a goal: \(reason)."), "\(error.message)")
    }
  }

  @Test("The error shows a hostile name harmlessly")
  func hostile() {
    do throws(LooopError) {
      _ = try Identifier("\u{1B}[2J\n# FORGED" + String(repeating: "x", count: 900), "worker")
      Issue.record("taken")
    } catch {
      #expect(!error.message.unicodeScalars.contains("\u{1B}") && !error.message.contains("\n"))
      #expect(error.message.utf8.count < 300)
    }
  }

  @Test(
    "Names of the loop's own are no names for new things", arguments: Identifier.reserved.sorted())
  func reserved(_ text: String) throws {
    _ = try Identifier(text, "worker")
    let error = #expect(throws: LooopError.self) { try Identifier.unreserved(text, "worker") }
    #expect(error?.code == "E_ID_RESERVED")
  }

  @Test("They sort by their bytes")
  func sorts() {
    let sorted = ["b", "a", "B", "a-1", "a.1"].compactMap { Identifier(valid: $0) }.sorted()
    #expect(sorted.map(\.text) == ["B", "a", "a-1", "a.1", "b"])
  }
}
