internal import CSys

extension Ownership {
  /// The variable that switches these checks off, where modes and owners mean nothing: a share of
  /// another system, a volume of a container.
  package static let override = "LOOOP_ANY_OWNER"

  package static func isSwitchedOff(in environment: [String: String]) -> Bool {
    !["", "0"].contains(environment[override] ?? "")
  }

  /// What the file system says of an absolute `path` now. What cannot be looked at is not there.
  /// `user` is who is to trust it, by default this process's.
  package init(of path: String, for user: Int = Int(geteuid())) {
    let route = PathRoute(path)
    var seen: [String: Entry] = [:]
    var isUnknownMet = false
    var shared: [Int: Bool] = [:]
    func isShared(_ group: Int) -> Bool {
      let known = shared[group] ?? !Accounts.isPrivate(group, of: user)
      shared[group] = known
      return known
    }
    func entry(_ path: String) -> Entry? {
      if let entry = seen[path] { return entry }
      guard let facts = FileFacts.ownership(ofEntry: path, isShared) else { return nil }
      seen[path] = facts
      isUnknownMet = isUnknownMet || facts.owner == Accounts.overflow
      return facts
    }
    ways = route.ways.map { names in
      let known = names.compactMap(entry)
      guard known.count < names.count, let missing = names.last else { return known }
      return known + [Entry(missing, owner: user, mode: 0o600, isFolder: false)]
    }
    self.user = user
    unknown = isUnknownMet && !Accounts.isKnown(Accounts.overflow) ? Accounts.overflow : nil
  }

  /// Why this user's loop should not go by the file at `path`; nil when no other user may change it.
  package static func problem(of path: String) -> LooopError? {
    Ownership(of: path).problem(of: path)
  }

  /// As `problem(of:)`, of what looop itself writes.
  package static func problem(ofOwn path: String) -> LooopError? {
    Ownership(of: path).problem(ofOwn: path)
  }

  /// As the static ones, of the path that was looked at.
  package func problem(of path: String) -> LooopError? { finding.map { error($0, of: path) } }
  package func problem(ofOwn path: String) -> LooopError? { foreign(path) ?? problem(of: path) }

  /// Why this user should leave nothing at `path`: another user's loop would find files there that it
  /// cannot read. Nil for what is this user's own, or would be.
  package static func foreign(_ path: String) -> LooopError? { Ownership(of: path).foreign(path) }

  private func foreign(_ path: String) -> LooopError? {
    if let owner = foreignOwner { return foreign(path, owner) }
    // What root would leave in a user's folder is as much in the way.
    guard user == 0, case .owner(let owner)? = finding?.who, let entry = finding?.entry else {
      return nil
    }
    return foreign(entry.path, owner)
  }

  private func foreign(_ path: String, _ owner: Int) -> LooopError {
    let (whose, mend): (String, String) =
      owner == unknown
      ? ("an account that this name space does not know", "Run it as its owner.")
      : (
        Self.account(owner),
        "Run `sudo -u \(ShellQuote.word(AccountFile.name(of: owner) ?? "#\(owner)")) looop …`."
      )
    return LooopError(
      .notAllowed, code: "E_OWNER",
      "\(path) belongs to \(whose), and this is \(Self.account(user)): what it writes there the"
        + " owner's loop may not be able to read.", hint: "\(mend) \(Self.anyway)")
  }

  /// How a file of another's becomes this user's, as one that was written under `sudo`; nil for one that is
  /// not another's, or that cannot be looked at.
  static func remedy(ofForeign path: String) -> String? {
    let user = Int(geteuid())
    guard let entry = FileFacts.ownership(ofEntry: path, { _ in false }), entry.owner != user,
      AccountFile.name(of: entry.owner) != nil, let name = AccountFile.name(of: user)
    else { return nil }
    return "It belongs to \(account(entry.owner)): `sudo chown \(ShellQuote.word(name))"
      + " \(ShellQuote.word(path))` makes it yours."
  }

  private static let anyway =
    "With \(override)=1 in the environment looop goes on without this check."

  private func error(_ finding: Finding, of path: String) -> LooopError {
    let entry = finding.entry
    let here = entry.path == path ? entry.path : "\(entry.path), on the way to \(path),"
    let mode = "(mode 0\(String(entry.mode, radix: 8)))"
    let elsewhere = "keep it below a folder that only you can write"
    let isMendable = entry.owner == user || user == 0
    func mend(_ bits: String) -> String {
      isMendable ? "`chmod \(bits) \(ShellQuote.word(entry.path))` mends it" : elsewhere
    }
    let text =
      switch finding.who {
      case .owner(let owner):
        "\(here) belongs to \(owner == unknown ? "an account unknown here" : Self.account(owner)),"
          + " who could change what is run in your name: \(elsewhere)."
      case .group(let group):
        "\(here) can be written by the group \(AccountFile.group(group) ?? "\(group)") \(mode), so"
          + " others could change what is run in your name: \(mend("g-w"))."
      case .everyone:
        "\(here) can be written by everyone \(mode), so others could change what is run in your name:"
          + " \(mend("go-w"))."
      }
    return LooopError(.notAllowed, code: "E_OWNER", text, hint: Self.anyway)
  }

  private static func account(_ uid: Int) -> String {
    AccountFile.name(of: uid) ?? "the user \(uid)"
  }
}
