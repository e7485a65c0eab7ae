import Base
import Core
import Testing

@testable import Sensors

@Suite("Inputs that are left empty")
struct EmptyInputTests {
  private func values(
    _ inputs: String, _ local: String
  ) throws(LooopError) -> InputValues {
    let manifest = try Manifest.parse(
      Array("description: x\ninputs: \(inputs)\n".utf8), file: "x.yaml")
    return try InputValues(Array(local.utf8), of: manifest.inputs, file: "x.local.yaml")
  }

  @Test(
    "An empty value counts as not set: the default stands, and what is required is missing",
    arguments: [
      ("{repo: }", "repo: me/mine", ["repo": "me/mine"], []),
      ("{repo: }", "repo: ''", [:], []),
      ("{repo: {default: a/b}}", "repo: ''", ["repo": "a/b"], []),
      ("{repo: {pattern: '^.+/.+$', required: true}}", "repo: ''", [:], ["repo"]),
      ("{repo: {enum: [a, b], required: true}}", "repo: \"\"", [:], ["repo"]),
      ("{repo: {default: ''}}", "{}", ["repo": ""], []),
      ("{repo: {default: '', required: true}}", "{}", ["repo": ""], ["repo"]),
    ] as [(String, String, [String: String], [String])])
  func empty(
    inputs: String, local: String, expected: [String: String], missing: [String]
  ) throws {
    let read = try values(inputs, local)
    #expect(read.values == expected)
    #expect(read.missing == missing)
  }
}
