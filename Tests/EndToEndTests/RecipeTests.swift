import TestSupport
import Testing

@testable import looop

/// Each recipe with the demo runner, and the services its sensors ask played by scripts.
@Suite("Recipes")
struct RecipeTests {
  private struct Story: Sendable {
    let recipe: String
    let input: String
    /// Who works on what the sensor shows.
    let worker: String
    /// A program that the sensor calls.
    let program: (name: String, script: String)?
    var gate: String?
  }

  private static let stories = [
    Story(
      recipe: "pull-requests", input: "repo=ada/shop", worker: "pr-7",
      program: (
        "gh",
        #"echo '[{"number":7,"title":"T","author":{"login":"a"},"isDraft":false,"reviewDecision":"APPROVED","headRefName":"b","url":"u"}]'"#
      ), gate: "gh pr merge 7 --squash"),
    Story(
      recipe: "ci-green", input: "repo=ada/shop", worker: "ci-build---test",
      program: (
        "gh",
        #"echo '{"failing":[{"workflowName":"Build & test"}],"passing":[],"state":"failing"}'"#
      )),
    Story(
      recipe: "on-call", input: "url=https://grafana.example.com", worker: "alert-a1b2",
      program: (
        "curl",
        #"cat >/dev/null; echo '[{"fingerprint":"a1b2","labels":{},"annotations":{},"startsAt":"s"}]'"#
      )),
    Story(recipe: "daily-digest", input: "path=REPOSITORY", worker: "digest-2", program: nil),
    Story(
      recipe: "backlog", input: "repo=ada/shop", worker: "issue-3",
      program: ("gh", #"echo '[{"number":3,"title":"T","author":{"login":"a"},"url":"u"}]'"#)),
  ]

  @Test(
    "With the demo runner it starts a worker for what its sensor shows",
    arguments: stories.map(\.recipe))
  func plays(_ name: String) async throws {
    let story = try #require(Self.stories.first { $0.recipe == name })
    try await Sandbox.use(nil) { box in
      if let program = story.program { try box.program(program.name, program.script) }
      let git = "git -c user.name=a -c user.email=a@b"
      #expect(
        try await box.shell("git init -q shop && \(git) -C shop commit -q --allow-empty -m Open")
          .code
          == 0)
      let input = story.input.replacing("REPOSITORY", with: box.path("shop"))
      let made = try await box.looop(
        "init", "--runner", "demo", "--recipe", name, "--input", input)
      #expect(made.code == 0, "\(made.err)")
      if name == "on-call" {
        #expect(made.err.contains("GRAFANA_TOKEN is not set"))
        try box.write("data/secrets.env", "GRAFANA_TOKEN=glsa_0123456789\n")
      }
      let recipe = try #require(Recipe.all.first { $0.name == name })
      #expect(box.text("data/PLAYBOOK.md") == recipe.playbook)
      #expect(box.text("data/goals/\(name).md") == recipe.goal)
      #expect(!box.exists("data/goals/setup.md"))
      try await box.must("up")
      let id = try await Until.get("a worker", saw: { box.text("data/events.jsonl") }) {
        box.names(in: "data/sessions").first { $0.hasPrefix(story.worker) }
      }
      try await box.worker(id, "exited(0)")
      if let gate = story.gate {
        let ask = try await box.ask("gate-1")
        #expect(ask.contains("cmd: \(gate)\n"))
      } else {
        // One for each thing, and then it rests.
        try await Until.holds("rest", saw: { box.text("data/journal.md") }) {
          try await box.state()["phase"] == "idle" && box.text("data/journal.md").contains("noop")
        }
        #expect(box.names(in: "data/sessions").filter { $0 != ".lock" } == [id])
      }
    }
  }

  @Test("What a person wrote stays, and a second time changes nothing")
  func kept() async throws {
    try await Sandbox.use(nil) { box in
      try await box.must("init", "--runner", "demo")
      try await box.must("playbook", "write", "Mine.")
      try await box.must("goal", "write", "backlog", "Mine too.")
      try await box.must("sensor", "add", "github-issues", "--input", "repo=my/own")
      let words = ["init", "--recipe", "backlog", "--input", "repo=ada/shop"]
      let made = try await box.start(words).finish()
      #expect(made.code == 0)
      Golden.expect(box.shown(made.out), at: "golden/init/recipe-kept.txt")
      #expect(box.text("data/PLAYBOOK.md") == "Mine.\n")
      #expect(box.text("data/goals/backlog.md") == "Mine too.\n")
      #expect(box.text("data/sensors/github-issues.local.yaml") == "repo: \"my/own\"\n")
      let journal = box.text("data/journal.md")
      #expect(try await box.start(words).finish().out == made.out)
      #expect(box.text("data/journal.md") == journal)
    }
  }

  @Test(
    "What does not fit is refused with its mend, and nothing is written",
    arguments: [
      (["--recipe", "pull-request"], 65, "recipe-unknown"),
      (["--recipe", "backlog"], 64, "recipe-no-input"),
      (["--recipe", "backlog", "--input", "repos=a/b"], 64, "recipe-wrong-input"),
      (["--input", "repo=a/b"], 64, "recipe-none"),
    ])
  func refused(_ words: [String], code: Int32, golden: String) async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.start(["init", "--runner", "demo"] + words).finish()
      #expect(result.code == code)
      Golden.expect(box.shown(result.err), at: "golden/errors/\(golden).txt")
      #expect(!box.exists("data") && !box.exists("config.json"))
    }
  }

  @Test("At a terminal r offers them to a new loop, and what is missing is asked for")
  func picked() async throws {
    try await Sandbox.use(nil) { box in
      let running = try box.start(
        ["init"], input: .terminal, environment: ["TERM": "xterm-256color"])
      try await Until.holds("the offer", saw: { running.out }) {
        running.out.contains("none; r offers them")
      }
      running.type("r\u{1B}[B")
      try await Until.holds("the first", saw: { running.out }) {
        running.out.contains("pull-requests: Pull requests to merged")
      }
      running.type("\r")
      _ = try await running.line(containing: "repo (the repository, as owner/name):")
      running.type("ada/shop\n")
      #expect(try await running.finish().code == 0)
      #expect(box.text("data/sensors/github-prs.local.yaml") == "repo: \"ada/shop\"\n")
      #expect(box.exists("data/goals/pull-requests.md"))
    }
  }
}
