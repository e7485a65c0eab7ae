import TestSupport
import Testing

@Suite("What runs without a yes")
struct UnaskedTests {
  private static let token = ["SHOP_TOKEN": "tok-1", "BASH_ENV": "/x", "ENV": "/x", "LC_TIME": "C"]

  /// Proposes a command in a world that has changed.
  private func proposes(_ command: String, _ box: Sandbox) async throws -> Finished {
    try box.stub.moves(["action": "run_shell", "cmd": .string(command), "reason": "a look"])
    try await box.must("goal", "write", "g", "Look at \(command.utf8.count) bytes.")
    return try await box.looop("beat", environment: Self.token)
  }

  @Test("has a clean environment, and limits; what a human approved runs as it stands")
  func environment() async throws {
    try await Sandbox.use { box in
      _ = try await box.looop("beat")
      // A program that is known to only read, and shows what it is given.
      try box.program("uptime", "env; echo memory $(ulimit -v) core $(ulimit -c) mask $(umask)")
      let free = try await proposes("uptime > /dev/null 2>&1; uptime", box)
      #expect(free.out.hasPrefix("acted: run_shell"), "\(free.out)")
      var output = try #require(try JSON(box.text("data/.state.json"))["outputs"][0]["tail"].string)
      #expect(!output.contains("tok-1") && !output.contains("ENV=/x"), "\(output)")
      #expect(output.contains("LC_TIME=C\n") && output.contains("HOME=\(box.home)\n"))
      #expect(output.contains("GIT_CONFIG_VALUE_0=false\n"))
      #expect(output.hasSuffix("memory 2097152 core 0 mask 0077\n"), "\(output)")
      let held = try await proposes("uptime | tee '\(box.path("shown"))'", box)
      #expect(held.out.hasPrefix("waits for your answer to gate-1"), "\(held.out)")
      try await box.must("answer", "gate-1", "yes")
      _ = try await box.looop("beat", environment: Self.token)
      output = box.text("shown")
      #expect(output.contains("SHOP_TOKEN=tok-1\n") && !output.contains("GIT_CONFIG_"), "\(output)")
    }
  }

  @Test("finds no program in the folder it is in, whatever PATH says")
  func path() async throws {
    try await Sandbox.use { box in
      _ = try await box.looop("beat")
      try box.write("repo/uptime", "#!/bin/sh\ntouch '\(box.path("ran"))'\n", mode: 0o700)
      try box.stub.moves([
        "action": "run_shell", "cmd": .string("cd '\(box.path("repo"))' && uptime"), "reason": "x",
      ])
      try await box.must("goal", "write", "g", "x")
      let path = ".::repo:\(box.environment["PATH"] ?? "")"
      let result = try await box.looop("beat", environment: ["PATH": path])
      #expect(result.out.hasPrefix("acted: run_shell"), "\(result.out)")
      #expect(!box.exists("ran"))
    }
  }

  @Test("is not what a sensor of the loop's is that another shell reads")
  func otherShell() async throws {
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "write_sensor", "name": "count",
        "script": .string(
          """
          #!/bin/bash
          echo '{"signal":1}'
          : 'a[$(touch \(box.path("ran")))]'
          : $[_]

          """),
      ])
      #expect(try await box.looop("beat").out.hasPrefix("waits for your answer to gate-1"))
      #expect(box.text("data/asks/gate-1.json").contains("not by /bin/sh"))
      #expect(!box.exists("ran"))
    }
  }

  @Test("is clean and limited in a sensor that the loop wrote, and whole in a person's")
  func sensors() async throws {
    try await Sandbox.use { box in
      _ = try await box.looop("beat")
      try box.program("uptime", "echo \"{\\\"signal\\\":\\\"${SHOP_TOKEN-none} $(ulimit -v)\\\"}\"")
      try box.stub.moves(["action": "write_sensor", "name": "mine", "script": "uptime"])
      try box.sensor("yours", "uptime")
      try await box.must("goal", "write", "g", "x")
      let result = try await box.looop("beat", environment: Self.token)
      #expect(result.out.hasPrefix("acted: write_sensor mine"), "\(result.out)")
      let mine = try await box.looop("sensor", "run", "mine", environment: Self.token).out
      #expect(mine.contains("none 2097152"), "\(mine)")
      let yours = try await box.looop("sensor", "run", "yours", environment: Self.token).out
      #expect(yours.contains("tok-1 ") && !yours.contains("2097152"), "\(yours)")
    }
  }

  @Test("takes no program from a folder of a clone that looks like a repository")
  func bareInClone() async throws {
    try await Sandbox.use { box in
      _ = try await box.looop("beat")
      let made = try await box.shell(
        """
        set -e
        export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
        git init -q outer
        mkdir -p outer/sub/objects outer/sub/refs outer/sub/wt
        touch outer/sub/objects/.keep outer/sub/refs/.keep outer/sub/wt/.keep
        echo 'ref: refs/heads/main' >outer/sub/HEAD
        printf '[core]\\n\\trepositoryformatversion = 0\\n\\tbare = false\\n\\tworktree = wt\\n\\tfsmonitor = "touch %s; false"\\n' \
          '\(box.path("ran"))' >outer/sub/config
        git -C outer add -A
        git -C outer commit -qm x
        git clone -q outer clone
        git -C clone config core.fsmonitor 'touch \(box.path("ran")); false'
        """)
      #expect(made.code == 0, "\(made.err)")
      for folder in ["clone/sub", "clone"] {
        let result = try await proposes("git -C '\(box.path(folder))' status", box)
        #expect(result.out.hasPrefix("acted: run_shell"), "\(result.out)")
      }
      #expect(!box.exists("ran"))
    }
  }

  @Test("is no command with a NUL: it is refused")
  func nul() async throws {
    try await Sandbox.use { box in
      try box.stub.says(
        #"{"action":"run_shell","reason":"help","cmd":"touch \#(box.path("ran"))\u0000 --help"}"#)
      let result = try await box.looop("beat")
      #expect(result.code != 0, "\(result.out)")
      #expect(!box.exists("data/asks/gate-1.json") && !box.exists("ran"))
    }
  }
}
