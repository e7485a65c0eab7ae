internal import CSys

extension Ownership {
  /// The variable that switches these checks off, where modes and owners mean nothing: a share of
  /// another system, a volume of a container.
  package static let override = "LOOOP_ANY_OWNER"

  package static func isSwitchedOff(in environment: [String: String]) -> Bool {
    !["", "0"].contains(environment[override] ?? "")
  }

  /// What the file system says of an absolute `path`. What is not there would be made, and be this
  /// user's. `user` is who is to trust it, by default this process's.
  package init(
    of path: String, _ seen: Sightings = Sightings(), for user: Int = Int(geteuid())
  ) {
    self = seen.once {
      let route = PathRoute(path, seen)
      // What may not be looked at cannot be read either.
      var problem = route.problem == EACCES ? nil : route.problem
      let ways = route.ways.map { names in
        var way: [Entry] = []
        for name in names {
          switch seen.found(name) {
          case .entry(let facts):
            way.append(Entry(name, facts))
            continue
          case .missing: way.append(Entry(name, owner: user, mode: 0o600, isFolder: false))
          case .unreadable(let code): problem = problem ?? code
          }
          break
        }
        return way
      }
      let unseen = problem.map { AtomicFile.failure("look at", path, errno: $0) }
      let isUnknownMet = ways.contains { $0.contains { $0.owner == Accounts.overflow } }
      let unknown =
        isUnknownMet && !Accounts.isKnown(Accounts.overflow) ? Accounts.overflow : nil
      return Ownership(ways: ways, user: user, unknown: unknown, unseen: unseen) { entry in
        guard let group = seen.entry(entry.path)?.group,
          !seen.isPrivate(group, of: user) || csys_has_access_list(entry.path) != 0
        else { return nil }
        return group
      }
    }
  }

  /// Why this user's loop should not go by the file at `path`; nil when no other user may change it.
  package static func problem(
    of path: String, _ seen: Sightings = Sightings()
  ) -> LooopError? {
    Ownership(of: path, seen).problem(of: path)
  }

  /// As the static one, of the path that was looked at.
  package func problem(of path: String) -> LooopError? {
    finding.map { error($0, of: path) } ?? unseen
  }
  /// As `problem(of:)`, of what looop itself writes.
  package func problem(ofOwn path: String) -> LooopError? { foreign(path) ?? problem(of: path) }

  /// Why this user should leave nothing at `path`: another user's loop would find files there that it
  /// cannot read. Nil for what is this user's own, or would be.
  package func foreign(_ path: String) -> LooopError? {
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
    guard let entry = Sightings().entry(path), entry.owner != user,
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
    // A device is everyone's, and not to be mended.
    let isMendable = (entry.owner == user || user == 0) && !entry.path.hasPrefix("/dev/")
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

extension Ownership.Entry {
  fileprivate init(_ path: String, _ facts: EntryFacts) {
    // The bits of a link are all set, and mean nothing.
    var mode = facts.mode
    if case .link = facts.kind { mode = 0 }
    self.init(path, owner: facts.owner, mode: mode, isFolder: facts.kind == .folder)
  }
}
