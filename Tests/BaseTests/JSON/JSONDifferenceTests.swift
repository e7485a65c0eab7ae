import Testing

@testable import Base

@Suite struct JSONDifferenceTests {
  @Test(
    arguments: [
      ("1", "1", []), ("1", "2", [""]), (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []),
      (#"{"a":1,"b":[1,2]}"#, #"{"a":2,"b":[1,3]}"#, ["/a", "/b/1"]),
      (#"{"a":1}"#, #"{"b":1}"#, ["/a", "/b"]), (#"{"a":[1]}"#, #"{"a":[1,2]}"#, ["/a"]),
      (#"{"a/b":{"c~d":1}}"#, #"{"a/b":{"c~d":2}}"#, ["/a~1b/c~0d"]),
      (#"{"a":{"b":1}}"#, #"{"a":3}"#, ["/a"]),
    ] as [(String, String, [String])])
  func `it names the places where two documents differ`(
    left: String, right: String, places: [String]
  ) throws {
    let (left, right) = (try JSONParser.parse(left), try JSONParser.parse(right))
    #expect(JSONDifference.pointers(left, right) == places)
  }

  @Test func `it names a few of very many`() {
    let left = JSONValue.array((0..<100).map(JSONValue.int))
    let right = JSONValue.array((1..<101).map(JSONValue.int))
    #expect(JSONDifference.pointers(left, right).count == JSONDifference.most)
  }
}
