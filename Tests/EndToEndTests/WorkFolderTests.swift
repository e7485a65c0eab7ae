import Foundation
import TestSupport
import Testing

@Suite("Where commands run")
struct WorkFolderTests {
  /// What the last command of the loop printed.
  private func printed(_ box: Sandbox) throws -> String {
    let outputs = try JSON(box.text("data/.state.json"))["outputs"].array
    return box.shown(outputs.last?["tail"].string ?? "")
  }

  @Test("A command of the loop runs where the beat was called, or in the config's workdir")
  func commands() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "run_shell", "cmd": "pwd", "reason": "where"])
      #expect(try await box.must("beat").hasPrefix("acted: run_shell"))
      #expect(try printed(box) == "$SANDBOX\n")
      #expect(box.shown(try await box.must("run", "pwd")) == "$SANDBOX\n")
      for (workdir, shown) in [(box.path("project"), "project"), ("home", "home")] {
        try box.write("project/.keep", "")
        try box.configure(["workdir": .string(workdir)])
        try await box.must("goal", "write", "g", "In \(shown).")
        try box.stub.moves(["action": "run_shell", "cmd": "pwd", "reason": "where"])
        #expect(try await box.must("beat").hasPrefix("acted: run_shell"))
        #expect(try printed(box) == "$SANDBOX/\(shown)\n")
        #expect(box.shown(try await box.must("run", "pwd")) == "$SANDBOX/\(shown)\n")
      }
      try box.configure(["workdir": .string(box.path("none"))])
      let gone = try await box.looop("run", "pwd")
      #expect(gone.code == 1 && gone.err.contains("its folder \(box.path("none")) is gone"))
    }
  }

  @Test("A yes is for the folder that was shown, whatever the config says by then")
  func gate() async throws {
    try await Sandbox.use { box in
      for folder in ["one", "two"] { try box.write("\(folder)/.keep", "") }
      try box.configure(["workdir": .string(box.path("one"))])
      try box.stub.moves(["action": "run_shell", "cmd": "pwd >ran", "reason": "r"])
      #expect(try await box.must("beat").hasPrefix("waits for your answer to gate-1"))
      #expect(try await box.ask("gate-1").contains("  in: \(box.path("one"))\n"))
      // The same for another folder is another question.
      try box.configure(["workdir": .string(box.path("two"))])
      try await box.must("goal", "write", "g", "Again.")
      try box.stub.moves(["action": "run_shell", "cmd": "pwd >ran", "reason": "r"])
      #expect(try await box.must("beat").hasPrefix("waits for your answer to gate-2"))
      try await box.must("answer", "gate-1", "yes")
      _ = try await box.looop("beat")
      #expect(box.shown(box.text("one/ran")) == "$SANDBOX/one\n" && !box.exists("two/ran"))
    }
  }

  @Test("A folder that was changed beside its digest is not run in")
  func changed() async throws {
    try await Sandbox.use { box in
      try box.write("two/.keep", "")
      try box.stub.moves(["action": "run_shell", "cmd": "pwd >ran", "reason": "r"])
      try await box.must("beat")
      let record = box.text("data/gates/gate-1.json")
      try box.write(
        "data/gates/gate-1.json",
        record.replacing(
          "\"folder\": \"\(box.root)\"", with: "\"folder\": \"\(box.path("two"))\""))
      #expect(box.text("data/gates/gate-1.json") != record)
      _ = try await box.looop("answer", "gate-1", "yes")
      _ = try await box.looop("beat")
      #expect(!box.exists("two/ran") && !box.exists("ran"))
    }
  }

  @Test("What only reads asks in a folder that goes by a secret's name")
  func secretFolder() async throws {
    try await Sandbox.use { box in
      try box.write("home/.ssh/config", "Host x")
      try box.configure(["workdir": .string(box.path("home/.ssh"))])
      try box.stub.moves(["action": "run_shell", "cmd": "cat config", "reason": "r"])
      #expect(try await box.must("beat").hasPrefix("waits for your answer to gate-1"))
      #expect(try await box.ask("gate-1").contains("it runs where secrets may be (.ssh)"))
    }
  }
}
