/// What starts services for a user here.
enum ServiceKind: String, CaseIterable {
  case systemd, launchd

  static var native: ServiceKind {
    #if os(macOS)
      .launchd
    #else
      .systemd
    #endif
  }

  /// The program that speaks to it.
  var program: String { self == .systemd ? "systemctl" : "launchctl" }

  func text(_ spec: ServiceSpec) -> String {
    self == .systemd ? SystemdUnit.text(spec) : LaunchdAgent.text(spec)
  }

  /// `word` as such a file spells it among the arguments.
  func spelt(_ word: String) -> String {
    self == .systemd
      ? SystemdUnit.quoted(word, doublesDollar: true) : LaunchdAgent.escaped(word)
  }
}
