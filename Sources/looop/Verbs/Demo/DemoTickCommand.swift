internal import ArgumentParser
internal import Base

/// The demo runner's judgment: a few rules over the prompt, so that a demo needs no key and no
/// network. Hidden: the preset `demo` calls it.
struct DemoTickCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "demo-tick", abstract: "Decide as the demo does.", shouldDisplay: false)

  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let prompt = String(
      decoding: try InputFile("-").whole(limit: 64 << 20) ?? [], as: UTF8.self)
    let move = DemoJudgment(prompt: prompt).move
    let answer = "I looked at the world.\n```json\n\(JSONWriter.text(move))\n```"
    Console.say(json: ["type": "text", "text": .string(answer)] as JSONValue)
    Console.say(
      json: ["type": "usage", "input": .int(prompt.utf8.count / 4), "output": 40, "usd": 0]
        as JSONValue)
    return ExitStatusCode.ok
  }
}
