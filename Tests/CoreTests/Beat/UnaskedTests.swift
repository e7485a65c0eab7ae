import Base
import Core
import Testing

@Suite("What runs without a yes gets little")
struct UnaskedTests {
  @Test("Tokens, and what changes how programs behave, are left out")
  func environment() {
    let environment = Unasked.environment(of: [
      "PATH": "/usr/bin:.::bin:/bin", "HOME": "/h", "LANG": "C", "LC_ALL": "C", "TERM": "x",
      "USER": "u", "TZ": "UTC", "LOOOP_DATA_DIR": "/d", "LOOOP_RUN": "r", "LOOOP_BIN": "/b",
      "LOOOP_NTFY_TOKEN": "t", "GITHUB_TOKEN": "t", "GIT_DIR": "/g", "GIT_CONFIG_PARAMETERS": "p",
      "GIT_EXTERNAL_DIFF": "d", "BASH_ENV": "/e", "ENV": "/e", "LD_PRELOAD": "/l", "CDPATH": "/c",
      "BASH_FUNC_ls%%": "() { :; }", "SSH_AUTH_SOCK": "/s", "RIPGREP_CONFIG_PATH": "/r",
    ])
    let plain = environment.filter { !$0.key.hasPrefix("GIT_") }
    #expect(
      plain == [
        "PATH": "/usr/bin:/bin", "HOME": "/h", "LANG": "C", "LC_ALL": "C", "TERM": "x", "USER": "u",
        "TZ": "UTC", "LOOOP_DATA_DIR": "/d", "LOOOP_RUN": "r", "LOOOP_BIN": "/b",
      ])
    #expect(environment["GIT_DIR"] == nil && environment["GIT_EXTERNAL_DIFF"] == nil)
    #expect(environment["GIT_CONFIG_PARAMETERS"] == nil)
    #expect(Unasked.environment(of: ["PATH": "."])["PATH"] == "/usr/local/bin:/usr/bin:/bin")
  }

  @Test("git is told each setting by its number, and none that would break a diff")
  func git() throws {
    let environment = Unasked.environment(of: [:])
    let count = try #require(environment["GIT_CONFIG_COUNT"].flatMap(Int.init))
    var settings: [String: String] = [:]
    for index in 0..<count {
      let key = try #require(environment["GIT_CONFIG_KEY_\(index)"])
      settings[key] = environment["GIT_CONFIG_VALUE_\(index)"]
    }
    #expect(environment["GIT_CONFIG_KEY_\(count)"] == nil)
    #expect(settings["core.fsmonitor"] == "false" && settings["core.hooksPath"] == "/dev/null")
    #expect(settings["safe.bareRepository"] == "explicit")
    #expect(settings["diff.external"] == nil)
  }

  @Test("A command keeps a shorter limit of its own")
  func deadline() {
    let command = Command(
      arguments: ["ls"], environment: [:], capture: .tail(1), deadline: .minutes(5))
    #expect(Unasked.confined(command).deadline == .seconds(120))
    var short = command
    short.deadline = .seconds(3)
    #expect(Unasked.confined(short).deadline == .seconds(3))
    #expect(Unasked.confined(command).arguments.suffix(2) == ["sh", "ls"])
  }
}
