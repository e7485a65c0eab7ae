import Base
import TestSupport
import Testing

@testable import looop

@Suite("The tools of mcp")
struct MCPToolTests {
  private static let tools = ContractTools.all + WorkerTools.all

  @Test("Their names are those of the contract, and each says what it takes and gives")
  func table() {
    #expect(
      ContractTools.all.map(\.name) == [
        "state", "wait", "asks", "answer", "goal_write", "goal_archive", "playbook_write",
        "journal", "why",
      ])
    #expect(WorkerTools.all.map(\.name) == ["ask", "done"])
    for tool in Self.tools {
      let json = tool.json.object ?? [:]
      for schema in ["inputSchema", "outputSchema"] {
        // Up to 2025-11-25 both must be objects.
        #expect(json[schema]?.object?["type"] == "object", "\(tool.name)")
      }
      #expect(json["inputSchema"]?.object?["additionalProperties"] == false)
      #expect(json["annotations"]?.object?["readOnlyHint"] == .bool(tool.effect == .reads))
    }
  }

  @Test(
    "Wrong arguments are named, and never skipped",
    arguments: [
      ("asks", "{}", nil), ("asks", #"{"id":null,"all":true}"#, nil),
      ("asks", #"{"all":"yes"}"#, "`all` should be true or false, and is a string"),
      ("asks", #"{"al":true}"#, "`asks` has no argument `al`; did you mean `all`?"),
      ("state", #"{"x":1}"#, "`state` has no argument `x`; it has none"),
      (
        "answer", #"{"id":"x-1"}"#,
        "`answer` needs the argument `text`: the human's own words; or an option by its text or its"
          + " number, as in `#2`"
      ),
      ("answer", #"{"id":7,"text":"a"}"#, "`id` should be a string, and is a number"),
      ("answer", #"{"id":null,"text":"a"}"#, "`id` should be a string, and is null"),
      ("wait", #"{"for":"asks","timeout_s":5}"#, nil),
      (
        "wait", #"{"for":"all"}"#,
        "`for` should be one of anything, asks, actionable, and is a string"
      ),
      ("wait", #"{"timeout_s":1.5}"#, "`timeout_s` should be a whole number, and is a number"),
      (
        "ask", #"{"question":"?","options":["a",1]}"#,
        "`options` should be a list of strings, and is an array"
      ),
      ("ask", #"{"question":"?","options":["a"]}"#, nil),
    ])
  func arguments(name: String, arguments: String, problem: String?) throws {
    let tool = try #require(Self.tools.first { $0.name == name })
    let object = try JSONParser.parseObject(Array(arguments.utf8))
    #expect(tool.problem(in: object) == problem)
  }
}
