internal import CSys

/// The one way a folder of the data dir is listed.
public enum Folder {
  /// The names in `path` sorted by their bytes, hidden ones left out; nil when there is no such
  /// folder. Throws `E_READ` when it cannot be listed, also when `path` is a file.
  ///
  /// A name that is not UTF-8 comes with U+FFFD in it, so it fits no rule for names of ours.
  public static func names(in path: String) throws(LooopError) -> [String]? {
    // scandir and not readdir: only the former tells the end of a folder from a failure without
    // the caller setting errno.
    var list: UnsafeMutablePointer<UnsafeMutablePointer<dirent>?>?
    let count = Int(scandir(path, &list, nil, nil))
    guard count >= 0 else {
      if csys_errno() == ENOENT { return nil }
      throw AtomicFile.failure("list", path, csys_errno())
    }
    defer { free(list) }
    // An entry is as long as its name, not as the type says: it must not be copied whole.
    let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    var names: [String] = []
    for index in 0..<count {
      guard let entry = list?[index] else { continue }
      defer { free(entry) }
      let name = UnsafeRawPointer(entry).advanced(by: nameOffset)
      names.append(String(cString: name.assumingMemoryBound(to: UInt8.self)))
    }
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
