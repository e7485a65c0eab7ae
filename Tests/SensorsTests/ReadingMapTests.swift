import Base
import Core
import Testing
import YAML

@testable import Sensors

private func map(_ yaml: String) throws -> ReadingMap {
  let node = try YAMLDocument.parse(Array(yaml.utf8), file: "x.yaml")
  return try ReadingMap(node, file: "x.yaml", key: "signal")
}

private let raw = #"""
  {"count":3,"items":[{"id":"b","n":2,"t":"x"},{"id":"ä","n":10},{"id":"B","n":1.5,"t":true}],
  "by":{"z":1,"a":{}}}
  """#

@Suite("A map of pointers")
struct ReadingMapTests {
  @Test(
    "A signal and a detail are made of what the pointers lead to, in the order written",
    arguments: [
      ("{open: /count}", #"{"open":3}"#, #"{"open":3}"#),
      ("{b: /items/0/id, a: /count}", #"{"b":"b","a":3}"#, #"{"b":"b","a":3}"#),
      ("{all: ''}", nil, nil),
      ("{ids: /items/*/id}", #"{"ids":["B","b","ä"]}"#, #"{"ids":["b","ä","B"]}"#),
      ("{n: /items/*/n}", #"{"n":[1.5,2,10]}"#, #"{"n":[2,10,1.5]}"#),
      ("{t: /items/*/t}", #"{"t":["x",true]}"#, #"{"t":["x",true]}"#),
      ("{none: /items/*/nope}", #"{"none":[]}"#, #"{"none":[]}"#),
      ("{by: /by/*}", #"{"by":[1,{}]}"#, #"{"by":[1,{}]}"#),
      ("{by: /by}", #"{"by":{"z":1,"a":{}}}"#, #"{"by":{"z":1,"a":{}}}"#),
    ] as [(String, String?, String?)])
  func good(yaml: String, signal: String?, detail: String?) throws {
    let raw = try JSONParser.parse(raw)
    let map = try map(yaml)
    let whole = JSONWriter.text(["all": raw])
    #expect(JSONWriter.text(try map.signal(from: raw).get()) == signal ?? whole)
    #expect(JSONWriter.text(map.detail(from: raw)) == detail ?? whole)
  }

  @Test("Only an array that a star gathered is sorted")
  func given() throws {
    let raw: JSONValue = ["list": ["b", "a"], "lists": [["b", "a"], ["c"]]]
    let map = try map("{list: /list, all: '/lists/*', flat: '/lists/*/*'}")
    let expected: JSONValue = [
      "list": ["b", "a"], "all": [["b", "a"], ["c"]], "flat": ["a", "b", "c"],
    ]
    #expect(try map.signal(from: raw).get() == expected)
  }

  @Test(
    "A pointer that leads nowhere breaks a signal and is null in a detail",
    arguments: [
      (
        "{a: /count, open: /nope}", "'open' wants /nope, and nothing stands there",
        #"{"a":3,"open":null}"#
      ),
      ("{ids: /count/*}", "'ids' wants /count/*, and nothing stands there", #"{"ids":null}"#),
      ("{x: /items/3}", "'x' wants /items/3, and nothing stands there", #"{"x":null}"#),
    ])
  func nowhere(yaml: String, problem: String, detail: String) throws {
    let raw = try JSONParser.parse(raw)
    let map = try map(yaml)
    switch map.signal(from: raw) {
    case .success(let signal): Issue.record("built \(signal)")
    case .failure(let found): #expect(found.text == problem)
    }
    #expect(JSONWriter.text(map.detail(from: raw)) == detail)
  }

  @Test(
    "A wrong map says where it is wrong and how to mend it",
    arguments: [
      ("[/a]", "1:1: 'signal' wants names with pointers, such as {open: /count}"),
      ("{}", "1:1: 'signal' wants names with pointers, such as {open: /count}"),
      ("/a", "1:1: 'signal' wants names with pointers, such as {open: /count}"),
      ("'': /a", "1:1: 'signal' has a member without a name"),
      (
        "a: /a\nopen: count",
        "2:7: 'signal' wants pointers; that of 'open' must start with '/', "
          + "such as /items/0/id, or be '' for all"
      ),
      (
        "open:",
        "1:6: 'signal' wants pointers; that of 'open' must start with '/', "
          + "such as /items/0/id, or be '' for all"
      ),
      (
        "open: [/a]",
        "1:7: 'signal' wants pointers; that of 'open' must start with '/', "
          + "such as /items/0/id, or be '' for all"
      ),
    ])
  func wrong(yaml: String, expected: String) throws {
    let node = try YAMLDocument.parse(Array(yaml.utf8), file: "x.yaml")
    var found: String?
    do throws(YAMLFailure) {
      _ = try ReadingMap(node, file: "x.yaml", key: "signal")
    } catch { found = error.description }
    #expect(found == "x.yaml:\(expected)")
  }
}
