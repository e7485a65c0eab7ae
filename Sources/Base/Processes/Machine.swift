internal import CSys

/// What tells this start of the machine from any other.
package enum Machine {
  /// Empty when the system does not say.
  package static var boot: String {
    var name = [CChar](repeating: 0, count: 128)
    csys_boot(&name, name.count)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
