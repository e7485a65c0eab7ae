internal import Base

/// What shows that a CLI is logged in, of what its preset lists.
enum LoginSigns {
  static func seen(_ signs: [String], in environment: [String: String]) -> [String] {
    signs.flatMap { sign in
      guard sign.contains("/") else {
        return VariableNames.matching([sign], in: environment).filter {
          environment[$0]?.isEmpty == false
        }
      }
      // What cannot be looked at shows nothing.
      let isThere = path(sign, environment).map { (try? FileFacts.of($0)) ?? nil != nil } ?? false
      return isThere ? [sign] : []
    }
  }

  /// Nil when the variable that it begins with is not set.
  static func path(_ sign: String, _ environment: [String: String]) -> String? {
    if sign.hasPrefix("/") { return sign }
    guard let slash = sign.firstIndex(of: "/") else { return nil }
    let name = sign.hasPrefix("~") ? "HOME" : String(sign[..<slash].dropFirst())
    guard let folder = environment[name], !folder.isEmpty else { return nil }
    return folder + sign[slash...]
  }
}
