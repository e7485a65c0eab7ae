/// Names of environment variables as people give them: one that ends in `*` stands for all that begin
/// so.
package enum VariableNames {
  /// The names in `environment` that `names` stand for, each once.
  package static func matching(
    _ names: [String], in environment: [String: String]
  ) -> [String] {
    var found: [String] = []
    for name in names {
      let all =
        name.hasSuffix("*")
        ? environment.keys.filter { $0.hasPrefix(name.dropLast()) }.sorted()
        : environment[name] == nil ? [] : [name]
      found += all.filter { !found.contains($0) }
    }
    return found
  }

  /// Whether `name` is one of these: a whole name, or the beginning of some.
  package static func isAcceptable(_ name: String) -> Bool {
    let bare = name.hasSuffix("*") ? name.dropLast() : name[...]
    return !bare.isEmpty && !bare.contains { "=*\0".contains($0) }
  }
}
