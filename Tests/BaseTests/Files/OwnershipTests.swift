import CSys
import Foundation
import TestSupport
import Testing

@testable import Base

/// Whose a file is: the rule as a table, and what the file system says.
@Suite struct OwnershipTests {
  private static let ada = 1_000
  private static let bob = 1_001

  /// `name owner mode`, from `/` on; `mode` with a `g` behind it: its group has other members.
  private func way(_ text: String) -> [Ownership.Entry] {
    var path = ""
    return text.split(separator: " / ").enumerated().map { index, part in
      let words = part.split(separator: " ")
      path = index == 0 ? "" : "\(path)/\(words[0])"
      let owner = ["root": 0, "ada": Self.ada, "bob": Self.bob, "nobody": 65_534][words[1]] ?? -1
      let isShared = words[2].hasSuffix("g")
      let mode = Int(words[2].prefix { $0 != "g" }, radix: 8) ?? 0
      return Ownership.Entry(
        path.isEmpty ? "/" : path, owner: owner, mode: mode, isFolder: !words[0].contains("."),
        sharedGroup: isShared ? 100 : nil)
    }
  }

  private func judged(_ text: String, by user: Int, unknown: Int? = nil) -> String {
    let ownership = Ownership(ways: [way(text)], user: user, unknown: unknown)
    guard let finding = ownership.finding else { return "nobody" }
    return switch finding.who {
    case .owner(let owner): "\(finding.entry.path) owner \(owner)"
    case .group(let group): "\(finding.entry.path) group \(group)"
    case .everyone: "\(finding.entry.path) everyone"
    }
  }

  @Test("The mode of a device is not to be mended")
  func device() {
    let ways = [way("root root 755 / dev root 755 / null.x root 666")]
    let problem = Ownership(ways: ways, user: 0).problem(of: "/home/ada/goals/g.md")
    #expect(problem?.message.contains("/dev/null.x, on the way to") == true)
    #expect(problem.map { !"\($0)".contains("chmod") } == true)
  }

  @Test(
    "Who else may change a file of ada's",
    arguments: [
      ("root root 755 / home root 755 / ada ada 755 / data ada 755", "nobody"),
      // Whoever may write it, or a folder above it.
      ("root root 755 / home root 755 / ada ada 755 / data ada 777", "/home/ada/data everyone"),
      ("root root 755 / home root 755 / ada ada 777 / data ada 700", "/home/ada everyone"),
      ("root root 755 / srv root 777 / data ada 700", "/srv everyone"),
      ("root root 755 / ada ada 755 / x.sh ada 666", "/ada/x.sh everyone"),
      // A group that is this user's alone is no one else; the facts say which is not.
      ("root root 755 / ada ada 775 / x.sh ada 664", "nobody"),
      ("root root 755 / ada ada 775g / x.sh ada 644", "/ada group 100"),
      ("root root 755 / ada ada 755 / x.sh ada 664g", "/ada/x.sh group 100"),
      // Below a folder of one's own that nobody else enters, modes do not matter.
      ("root root 755 / ada ada 700 / data ada 777 / x.sh ada 666", "nobody"),
      ("root root 755 / ada ada 744 / x.sh ada 666", "nobody"),
      ("root root 755 / ada ada 711 / x.sh ada 666", "/ada/x.sh everyone"),
      ("root root 755 / ada ada 701 / x.sh ada 666", "/ada/x.sh everyone"),
      ("root root 755 / ada ada 710 / x.sh ada 666", "/ada/x.sh everyone"),
      // But that folder itself can be moved away.
      ("root root 755 / srv root 777 / ada ada 700 / x.sh ada 600", "/srv everyone"),
      // Where nobody moves what is another's, only one's own counts.
      ("root root 755 / tmp root 1777 / data ada 700", "nobody"),
      ("root root 755 / tmp root 1777 / data bob 755 / x.sh ada 600", "/tmp/data owner 1001"),
      ("root root 755 / tmp root 1777", "/tmp everyone"),
      // Another's folder, and what root has.
      ("root root 755 / bob bob 755 / data ada 700", "/bob owner 1001"),
      ("root root 755 / etc root 755 / c.json root 644", "nobody"),
      ("root root 755 / ada ada 755 / c.json bob 644", "/ada/c.json owner 1001"),
      // Nothing there yet: it counts as made by this user.
      ("root root 755 / ada ada 755 / new.d ada 600", "nobody"),
    ])
  func table(_ way: String, _ who: String) {
    #expect(judged(way, by: Self.ada) == who)
  }

  @Test(
    "Who is in a group is asked only where it counts",
    arguments: [
      ("root root 755 / ada ada 775g / x.sh ada 664g", "/ada /ada/x.sh"),
      // Strangers cannot move what is ada's there, whoever they are.
      ("root root 755 / tmp root 1777g / data ada 700", ""),
      ("root root 755 / tmp root 1775g / data ada 755", ""),
      ("root root 755 / tmp root 1775g / data nobody 755", "/tmp"),
      ("root root 755 / tmp root 1775g", "/tmp"),
      // Everyone is in it.
      ("root root 755 / srv root 777g / data ada 700", ""),
      // Nobody gets that far; but to the closed folder itself.
      ("root root 755 / ada ada 760g / data ada 775g", "/ada"),
      ("root root 755 / bob bob 760g / data ada 775g", "/bob /bob/data"),
    ])
  func groupsAsked(_ text: String, _ asked: String) {
    let way = way(text)
    let blank = way.map {
      Ownership.Entry($0.path, owner: $0.owner, mode: $0.mode, isFolder: $0.isFolder)
    }
    var paths: [String] = []
    let read = Ownership(ways: [blank], user: Self.ada, unknown: 65_534, unseen: nil) { entry in
      paths.append(entry.path)
      return way.first { $0.path == entry.path }?.sharedGroup
    }
    #expect(paths.joined(separator: " ") == asked)
    // What was not asked decides nothing.
    #expect(
      read.finding?.who == Ownership(ways: [way], user: Self.ada, unknown: 65_534).finding?.who)
  }

  @Test("To root, every user is another one")
  func root() {
    #expect(judged("root root 755 / root root 700 / data root 700", by: 0) == "nobody")
    #expect(
      judged("root root 755 / home root 755 / ada ada 700 / data root 700", by: 0)
        == "/home/ada owner 1000")
    #expect(judged("root root 755 / work bob 755 / data root 700", by: 0) == "/work owner 1001")
  }

  @Test("In a name space the machine's root is unknown: its folders count, its files do not")
  func nameSpace() {
    let way = "root nobody 755 / home nobody 755 / ada ada 755 / data ada 700"
    #expect(judged(way, by: Self.ada, unknown: 65_534) == "nobody")
    #expect(judged(way, by: Self.ada) == "/ owner 65534")
    #expect(
      judged("root nobody 755 / c.json nobody 644", by: 0, unknown: 65_534)
        == "/c.json owner 65534")
    let foreign = Ownership(ways: [self.way(way)], user: 0, unknown: 65_534)
    #expect(foreign.foreignOwner == Self.ada)
  }

  @Test("Every link on the way is judged, where it lies and where it leads")
  func links() throws {
    let safe = way("root root 755 / ada ada 755 / l.ink ada 000")
    let open = way("root root 755 / srv root 777 / x.sh ada 600")
    #expect(Ownership(ways: [safe, open], user: Self.ada).finding?.entry.path == "/srv")
    #expect(Ownership(ways: [open, safe], user: Self.ada).finding?.entry.path == "/srv")
    #expect(Ownership(ways: [safe], user: Self.ada).finding == nil)

    let scratch = try Scratch()
    try scratch.write("a/b/file", "x", mode: 0o666)
    try Folder.link(scratch.file("a/link"), to: "b/file")
    let read = Ownership(of: scratch.file("a/link"))
    #expect(
      read.ways.map { $0.last?.path } == [scratch.file("a/link"), scratch.file("a/b/file")])
    #expect(read.target?.mode == 0o666 && read.foreignOwner == nil)
    #expect(read.finding == nil)
    chmod(scratch.path, 0o755)
    #expect(Ownership(of: scratch.file("a/link")).finding?.entry.path == scratch.file("a/b/file"))
    chmod(scratch.file("a/b"), 0o777)
    let error = try #require(Ownership.problem(of: scratch.file("a/link")))
    #expect(error.code == "E_OWNER" && error.kind == .notAllowed)
    #expect(
      error.message
        == "\(scratch.file("a/b")), on the way to \(scratch.file("a/link")), can be written by"
        + " everyone (mode 0777), so others could change what is run in your name: `chmod go-w"
        + " \(scratch.file("a/b"))` mends it.")
    #expect(error.hint?.contains("LOOOP_ANY_OWNER=1") == true)
    // What is not there would be made here.
    chmod(scratch.file("a/b"), 0o755)
    #expect(Ownership(of: scratch.file("a/none/deeper")).finding == nil)
    #expect(Ownership(of: scratch.file("a/none")).foreignOwner == nil)
  }

  @Test(
    "A group is private when no other account is in it",
    arguments: [
      (1_000, 1_000, true), (1_001, 1_001, false), (1_002, 100, true), (1_003, 1_003, false),
      (1_000, 100, false), (0, 0, true), (4_242, 4_242, false),
    ])
  func groups(user: Int, group: Int, isPrivate: Bool) throws {
    let scratch = try Scratch()
    // Zoe is in bob's group, and dan's group is where eve begins.
    let accounts = try scratch.write(
      "passwd",
      """
      root:x:0:0:root:/root:/bin/sh
      ada:x:1000:1000::/:
      bob:x:1001:1001::/:
      cyd:x:1002:100::/:
      dan:x:1003:1003::/:
      eve:x:1004:1003::/:
      """)
    let groups = try scratch.write(
      "group", "root:x:0:root\nusers:x:100:\nada:x:1000:ada,root\nbob:x:1001:zoe\ndan:x:1003:\n")
    #expect(
      Accounts.isPrivate(group, of: user, accounts: accounts, groups: groups) == isPrivate)
  }

  @Test("Where it cannot be read who is in a group, it is not private")
  func unreadableGroups() throws {
    let scratch = try Scratch()
    let accounts = try scratch.write("passwd", "ada:x:1000:1000::/:\n")
    let (absent, folder) = (scratch.file("none"), scratch.path)
    #expect(Accounts.isPrivate(1_000, of: 1_000, accounts: accounts, groups: absent))
    #expect(!Accounts.isPrivate(1_000, of: 1_000, accounts: accounts, groups: folder))
    #expect(!Accounts.isPrivate(1_000, of: 1_000, accounts: folder, groups: absent))
  }

  @Test(
    "Which accounts a name space knows",
    arguments: [
      ("0 0 4294967295\n", true), ("         0       1000          1\n", false), ("", true),
      ("0 100000 65536\n", true), ("0 1000 1\n1 100000 65533\n", false),
    ])
  func map(_ map: String, isKnown: Bool) {
    #expect(Accounts.isKnown(65_534, map: map) == isKnown)
  }

  @Test("The override is a variable that says something")
  func override() {
    #expect(!Ownership.isSwitchedOff(in: [:]))
    #expect(!Ownership.isSwitchedOff(in: ["LOOOP_ANY_OWNER": ""]))
    #expect(!Ownership.isSwitchedOff(in: ["LOOOP_ANY_OWNER": "0"]))
    #expect(Ownership.isSwitchedOff(in: ["LOOOP_ANY_OWNER": "1"]))
  }
}
