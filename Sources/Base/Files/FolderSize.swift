internal import CSys

/// What the files below a folder hold. Links are not followed.
package struct FolderSize: Sendable, Equatable {
  package private(set) var bytes = 0
  package private(set) var files = 0
  /// Entries that could not be looked at.
  package private(set) var unseen = 0

  package init(bytes: Int = 0, files: Int = 0, unseen: Int = 0) {
    self.bytes = bytes
    self.files = files
    self.unseen = unseen
  }

  /// Of a folder with all that is in it, or of a file.
  package static func of(_ path: String) -> FolderSize {
    var size = FolderSize()
    size.add(path)
    return size
  }

  private mutating func add(_ path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else {
      // What was removed meanwhile has no size.
      if csys_errno() != ENOENT { unseen += 1 }
      return
    }
    guard information.kind == Int32(S_IFDIR) else {
      bytes += Int(information.st_size)
      files += 1
      return
    }
    do throws(LooopError) {
      for name in try Folder.entries(of: path) ?? [] { add("\(path)/\(name)") }
    } catch { unseen += 1 }
  }
}
