import TestSupport
import Testing

/// What sensors leave behind, in sessions of their own and without a mark, while others run.
@Suite("left behind")
struct LeftBehindTests {
  /// Leaves a process behind that is nobody's child any more, once its pid is in the file.
  private func leaves(_ file: String, in box: Sandbox) -> String {
    let path = box.path(file)
    return """
      (setsid env -i /bin/sh -c 'trap "" TERM HUP; echo $$ >"\(path)"; while :; do sleep 1; done' &)
      until [ -s '\(path)' ]; do sleep 0.02; done
      """
  }

  @Test("It ends with its sensor, while what a later one left, and workers, live on")
  func later() async throws {
    try await Sandbox.use { box in
      try box.write("value", "1")
      try box.sensor(
        "quick", "echo \"{\\\"signal\\\":$(cat '\(box.path("value"))')}\"",
        manifest: "description: a value\nevery: 1s\n")
      let (former, later) = (Hanging(box, "former"), Hanging(box, "later"))
      for one in [former, later] {
        try one.sensor(
          one.name, first: leaves("\(one.name).left", in: box),
          clock: "every: 1h\nwatch: ['\(one.begun)']")
      }
      try box.stub.worker("w", "echo $$ >'\(box.path("worker"))'; exec sleep 600")
      try box.stub.moves(["action": "start_worker", "id": "w", "prompt": "p", "goal": "setup"])
      try await box.upAndRest()
      let worker = try await box.pid(in: "worker")

      try former.begin()
      let left = try await box.pid(in: "former.left")
      // A run that ends meanwhile: what is left is seen to be there before the later one begins.
      try box.write("value", "2")
      _ = try await box.stub.prompt(containing: "changed: reading/quick: /signal from 1 to 2")
      try later.begin()
      let leftLater = try await box.pid(in: "later.left")
      try await later.hasBegun()

      try former.end()
      try await Until.holds("the end of what the former one left") { !Processes.isAlive(left) }
      _ = try await box.stub.prompt(containing: "changed: reading/former: /signal from 1 to 2")
      #expect(later.isHanging && Processes.isAlive(leftLater) && Processes.isAlive(worker))
      try later.end()
      try await Until.holds("the end of what the later one left") { !Processes.isAlive(leftLater) }
      #expect(Processes.isAlive(worker))
    }
  }

  @Test("What may be that of a sensor that hangs lives on until it ends")
  func either() async throws {
    try await Sandbox.use { box in
      let hanging = Hanging(box)
      try hanging.sensor("hangs")
      let flag = box.path("flag")
      try box.sensor(
        "leaves",
        "[ ! -e '\(flag)' ] || { \(leaves("left", in: box)); }; ls '\(flag)' 2>&1 | wc -c"
          + " | sed 's/.*/{\"signal\":&}/'",
        manifest: "description: leaves\nevery: 1h\nwatch: ['\(flag)']\n")
      try await box.upAndRest()
      try hanging.begin()
      try await hanging.hasBegun()
      try box.write("flag", "")
      _ = try await box.stub.prompt(containing: "changed: reading/leaves")
      let left = try await box.pid(in: "left")
      #expect(hanging.isHanging && Processes.isAlive(left))
      try hanging.end()
      try await Until.holds("the end of what was left") { !Processes.isAlive(left) }
    }
  }
}
