internal import CSys

/// The id of the machine's current boot.
package enum Machine {
  /// Empty when the system does not say.
  package static var boot: String {
    var name = [CChar](repeating: 0, count: 128)
    csys_boot(&name, name.count)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
