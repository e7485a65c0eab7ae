extension LoopProcess {
  /// Who holds the lock at `path`, as `DirectoryLock.holder` has it, without asking for the lock itself,
  /// not even for a moment: where no process signed it, by what /proc says of who has it open.
  package static func holder(of path: String) throws(LooopError) -> DirectoryLock.Holder {
    // What may not be looked at is not known to be free.
    _ = try FileFacts.hasEntry(path)
    if let holder = try HolderFile.holder(of: path) { return holder }
    return lockers(of: path).isEmpty ? .free : .unsigned
  }
}
