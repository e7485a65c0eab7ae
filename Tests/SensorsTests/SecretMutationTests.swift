import Base
import Core
import TestSupport
import Testing

@testable import Sensors

@Suite("Damaged secrets")
struct SecretMutationTests {
  private static let whole = """
    # Mine.
    API_TOKEN=hunter2-hunter2
    export OTHER_KEY="hunter2 with blanks"
      LAST = 'hunter2#\\'\r

    EMPTY=

    """

  @Test("Secrets that are damaged read as names and values, or as an error that shows none of them")
  func damage() throws {
    var chance = Seed.take(for: "Damaged secrets")
    var outcomes = (good: 0, bad: 0)
    for _ in 0..<1_000 {
      var bytes = Array(Self.whole.utf8)
      Mutation.damage(&bytes, times: Int.random(in: 1...4, using: &chance), &chance)
      do {
        let file = try SecretFile(bytes, file: "s.env")
        outcomes.good += 1
        for (name, value) in file.values {
          #expect(VariableName.isValid(name) || name.utf8.count > 64, "\(name)")
          #expect(!value.utf8.contains(0) && !value.utf8.contains(0x0A))
        }
      } catch {
        outcomes.bad += 1
        #expect(error.code == "E_SECRETS")
        #expect(error.message.wholeMatch(of: /s\.env:[1-9][0-9]*: [^\n]+/) != nil)
        #expect(!error.description.contains("unter"), "\(error)")
      }
    }
    #expect(outcomes.good > 50 && outcomes.bad > 50, "\(outcomes)")
  }
}
