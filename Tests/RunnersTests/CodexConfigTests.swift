import TestSupport
import Testing

@testable import Base
@testable import Core
@testable import Runners

@Suite("The model that codex takes when nobody names one")
struct CodexConfigTests {
  @Test("The config's own, or that of its profile")
  func models() {
    let plain =
      "# mine\nmodel = \"gpt-5.5\" # dear\nmodel_provider = 'x'\n[profiles.fast]\nmodel='y'"
    #expect(CodexConfig.model(in: plain, profile: nil) == "gpt-5.5")
    #expect(CodexConfig.model(in: plain, profile: "fast") == "y")
    #expect(CodexConfig.model(in: plain, profile: "slow") == "gpt-5.5")
    #expect(CodexConfig.model(in: "profile = \"fast\"\n" + plain, profile: nil) == "y")
    #expect(CodexConfig.model(in: "[other]\nmodel = \"z\"", profile: nil) == nil)
    #expect(CodexConfig.model(in: "model = gpt", profile: nil) == nil)
    #expect(CodexConfig.model(in: "", profile: nil) == nil)
  }

  @Test("It is assumed, and only where the command lets the config decide")
  func assumed() throws {
    let home = try Scratch()
    try home.write("home/.codex/config.toml", "model = \"gpt-5.5\"")
    try home.write("other/config.toml", "model = \"gpt-6-sol\"")
    let registry = Registry(environment: ["HOME": "\(home.path)/home"])
    let preset = try registry.preset(named: "codex")
    func model(_ command: String, in registry: Registry) throws -> CommandModel? {
      try registry.model(ofCommand: command, preset: preset)
    }
    #expect(
      try model("codex exec --json -", in: registry) == CommandModel("gpt-5.5", isAssumed: true))
    #expect(try model("codex exec -m gpt-5.6-sol -", in: registry) == CommandModel("gpt-5.6-sol"))
    #expect(try model("codex exec --ignore-user-config -", in: registry) == nil)
    let moved = Registry(environment: ["HOME": "/", "CODEX_HOME": "\(home.path)/other"])
    #expect(try model("codex exec -", in: moved)?.name == "gpt-6-sol")
    #expect(try model("codex exec -", in: Registry(environment: ["HOME": "/none"])) == nil)
  }
}
