import TestSupport
import Testing

@Suite("push")
struct PushTests {
  private let manifest = """
    description: What the build server says
    push: {dedupe: /id}
    signal: {build: /id, state: /state}
    detail: {by: /author}

    """

  @Test("A pushed reading wakes the pulse at once and is decided on, whatever its order")
  func wakes() async throws {
    try await Sandbox.use { box in
      try box.write("data/sensors/ci.yaml", manifest)
      try await box.upAndRest()
      let before = box.stub.calls
      let said = try await box.must(
        "push", "ci", input: .text(#"{"id":7,"state":"red","author":"ada"}"#))
      #expect(said.hasPrefix("pushed "))
      let prompt = try await box.stub.prompt(containing: "\"received\":1")
      #expect(prompt.contains(#"| signal: {"received":1,"last":{"build":7,"state":"red"}}"#))
      #expect(prompt.contains(#""detail":{"by":"ada"}"#))
      #expect(prompt.contains("| What the build server says"))
      #expect(box.stub.calls > before)
      #expect(box.names(in: "data/inbox/ci/new") == [])
      // The same once more is no news.
      try box.write("same.json", #"{"id":7,"state":"red"}"#)
      let json = try JSON(try await box.must("_", "push", "ci", box.path("same.json"), "--json"))
      #expect(json["sensor"] == "ci" && json["v"] == 1)
      try await Until.holds("the second is taken in") {
        try await box.state()["snapshots"]["ci"]["detail"]["duplicates"] == 1
      }
      #expect(try await box.state()["snapshots"]["ci"]["signal"]["received"] == 1)
    }
  }

  @Test("What is pushed while no pulse is up waits, by file and by hand, and none is lost")
  func waits() async throws {
    try await Sandbox.use { box in
      try box.write("data/sensors/ci.yaml", manifest)
      for id in 1...3 { try await box.must("push", "ci", input: .text("{\"id\":\(id)}")) }
      // As any other program may do it.
      try box.write("data/inbox/ci/new/by-hand", #"{"id":4,"state":"green"}"#)
      try await box.upAndRest()
      let seen = try await box.state()["snapshots"]["ci"]
      #expect(seen["signal"] == ["received": 4, "last": ["build": 4, "state": "green"]])
      #expect(seen["detail"]["pushes"].array.count == 4)
    }
  }

  @Test("A reading that does not fit is kept and shown, and the sender is told")
  func misfit() async throws {
    try await Sandbox.use { box in
      try box.write("data/sensors/ci.yaml", manifest)
      let result = try await box.looop("push", "ci", input: .text("[oops"))
      #expect(result.code == 0)
      #expect(
        result.err.contains(
          "the reading is kept and shown with its problem: holds no JSON: line 1"))
      try await box.upAndRest()
      let pushes = try await box.state()["snapshots"]["ci"]["detail"]["pushes"]
      #expect(pushes[0]["error"].string?.hasPrefix("holds no JSON") == true)
    }
  }

  @Test("A worker may push, and an answer it may not give")
  func inside() async throws {
    try await Sandbox.use { box in
      try box.write("data/sensors/ci.yaml", manifest)
      let marks = ["LOOOP_RUN": "sense"]
      let pushed = try await box.looop("push", "ci", input: .text("{\"id\":1}"), environment: marks)
      #expect(pushed.code == 0)
      #expect(try await box.looop("answer", "setup-1", "yes", environment: marks).code == 77)
    }
  }

  @Test("Who cannot take a reading says why, and nothing is written")
  func refused() async throws {
    try await Sandbox.use { box in
      try box.write("data/sensors/ci.yaml", manifest + "max_bytes: 100\n")
      try box.write("data/sensors/off.yaml", "description: x\nenabled: false\npush: {}\n")
      try box.sensor("looks", "echo '{}'")
      let cases: [([String], String, Int32, String)] = [
        (["cu"], "{}", 65, "There is no sensor cu.\n  Did you mean 'ci'?"),
        (["off"], "{}", 65, "The sensor off is switched off."),
        (["looks"], "{}", 65, "The sensor looks runs by itself and accepts no pushed readings."),
        (["ci"], "", 64, "The reading is empty."),
        (["ci"], String(repeating: "x", count: 101), 65, "is larger than the 100 bytes"),
        (["../x"], "{}", 64, "'../x' cannot name a sensor"),
        (["ci", box.path("none")], "", 64, "There is no file"),
      ]
      for (words, input, code, message) in cases {
        let result = try await box.start(["push"] + words, input: .text(input)).finish()
        #expect(result.code == code, "\(words): \(result.err)")
        #expect(result.err.contains(message), "\(words): \(result.err)")
      }
      #expect(!box.exists("data/inbox/ci"))
      #expect(try await box.looop("schema", "push").code == 0)
    }
  }
}
