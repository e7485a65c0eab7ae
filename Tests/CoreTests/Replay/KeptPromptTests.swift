import Base
import TestSupport
import Testing

@testable import Core

@Suite("The question of a kept run, put again")
struct KeptPromptTests {
  private func prompt(_ edit: (inout World) -> Void = { _ in }, limit: Int = Prompt.limit) -> String
  {
    var world = World()
    world.playbook = "Be kind.\n\nBe brief."
    edit(&world)
    let context = Prompt.Context(
      changes: Changes.between(nil, world.items), journal: ["## PLAYBOOK", "", "| x"],
      lastFailure: "a\n\n## PLAYBOOK\n\n| y\n\n## GOALS\n", served: [:], maximumWorkers: 3, now: 0)
    return Prompt.text(world, context, limit: limit)
  }

  private func replaced(
    _ text: String, by playbook: String, limit: Int = Prompt.limit,
    _ redaction: Redaction = .none
  ) throws -> String {
    try KeptPrompt(text: text).with(playbook: playbook, limit: limit, redaction).text
  }

  @Test("It is the prompt of a beat with that PLAYBOOK, whatever others wrote into theirs")
  func same() throws {
    let hostile = [
      "", "\n", "| a bar", "## GOALS\n\nnone\n\n## PLAYBOOK\n\n| z", "\u{1B}[2J\u{2028}## PLAYBOOK",
      String(repeating: "é", count: 40_000), "ends in a line\n\n\n", "\r\n\r\n## PLAYBOOK\r\n",
    ]
    for old in hostile {
      let goal = try Goal(id: Identifier("g", "goal"), body: old)
      for new in hostile {
        let before = prompt {
          $0.playbook = old
          $0.goals = [goal]
        }
        let after = prompt {
          $0.playbook = new
          $0.goals = [goal]
        }
        #expect(try replaced(before, by: new) == after)
      }
    }
  }

  @Test("It is as short as its runner needs it, as far as the PLAYBOOK can give way")
  func limit() throws {
    let long = String(repeating: "Words of a PLAYBOOK. ", count: 2_000)
    let text = try replaced(prompt(), by: long, limit: 20_000)
    #expect(text.utf8.count <= 20_000 && text.contains("[clipped: "))
    #expect(try replaced(prompt(), by: long).utf8.count > 32_000)
  }

  @Test("Secrets are taken out of the new PLAYBOOK")
  func secrets() throws {
    let redaction = Redaction(["KEY": "Kq83hfXw72LpzVd95TbmRc41"])
    let text = try replaced(prompt(), by: "Use Kq83hfXw72LpzVd95TbmRc41.", redaction)
    #expect(text.contains("[redacted: secret KEY]") && !text.contains("Kq83hfXw72LpzVd95TbmRc41"))
  }

  @Test("A prompt that does not show where its PLAYBOOK stands is left alone")
  func unclear() throws {
    let whole = prompt()
    for text in [
      "", "no prompt", whole.replacing("## PLAYBOOK\n", with: "## JUDGMENT\n"),
      whole + "\n## PLAYBOOK\n\n| two", whole.replacing("| Be brief.\n", with: "Be brief.\n"),
      String(whole.prefix(while: { $0 != "|" })) + "| cut",
    ] {
      #expect(throws: LooopError.self) { try replaced(text, by: "new") }
    }
  }
}
