import Core
import Testing

@testable import Sensors

private func parse(_ text: String) throws(LooopError) -> Manifest {
  try Manifest.parse(Array(text.utf8), file: "x.yaml")
}

@Suite("Manifest")
struct ManifestTests {
  @Test("A manifest that only describes has all defaults")
  func defaults() throws {
    var expected = Manifest()
    expected.description = "x"
    #expect(try parse("description: x") == expected)
    #expect(try parse("{\"description\": \"x\"}") == expected)
  }

  @Test(
    "A wrong manifest says where it is wrong and how to mend it",
    arguments: [
      (
        "every: 5m",
        "1:1: a manifest needs a 'description': one line that says what the sensor looks at"
      ),
      ("description: x\nevry: 5m", "2:1: unknown key 'evry'; did you mean 'every'?"),
    ])
  func bad(text: String, expected: String) {
    let error = thrown { () throws(LooopError) in _ = try parse(text) }
    #expect(error?.code == "E_MANIFEST")
    #expect(error?.message == "x.yaml:\(expected)")
  }
}
