import Foundation
import TestSupport

/// What a process changed on the disk, call by call, and what a power cut may leave of it.
///
/// The model is that of a journaling file system (ext4, XFS): changes of names reach the disk in their
/// order, and an fsync takes all before it along. What was written to a file and not synced may be there,
/// be missing, or be there by half.
struct DiskChanges {
  private enum Change {
    case create(String, file: Int)
    case write(file: Int, Data)
    /// Of a file, or of a folder: nil.
    case fsync(file: Int?)
    case link(String, String)
    case rename(String, String)
    case unlink(String)
    case mkdir(String)
    case rmdir(String)
    /// Something outside of the data dir, which no power cut undoes.
    case effect

    var isOfNames: Bool {
      switch self {
      case .write, .fsync, .effect: false
      case .create, .link, .rename, .unlink, .mkdir, .rmdir: true
      }
    }
  }

  /// How much is there of what was written and not synced.
  enum Unsynced: String, CaseIterable, Sendable { case all, half, none }

  /// A power cut: the calls before `end` were made, and of the names' changes those before `names` are on
  /// the disk.
  struct Cut: Sendable, Hashable, CustomStringConvertible {
    let end: Int
    let names: Int
    let unsynced: Unsynced
    var description: String { "after call \(end), names of \(names), unsynced data: \(unsynced)" }
  }

  private var changes: [Change] = []
  /// The path by which a file that was there before was first opened.
  private var former: [Int: String] = [:]

  var count: Int { changes.count }

  /// As the failpoints of looop noted them.
  init(_ text: String) throws {
    var files: [String: Int] = [:]
    var folders: Set<String> = []
    var next = 0
    for line in text.split(separator: "\n") {
      let words = try JSON(String(line)).array.compactMap(\.string)
      guard words.count >= 2 else { throw Trial.Failure(description: "no change: \(line)") }
      let (path, other) = (words[1], words.count > 2 ? words[2] : "")
      func file() -> Int {
        if let known = files[path] { return known }
        next += 1
        files[path] = next
        former[next] = path
        return next
      }
      switch words[0] {
      case "create":
        next += 1
        files[path] = next
        changes.append(.create(path, file: next))
      case "write": changes.append(.write(file: file(), Data(other.utf8)))
      case "fsync":
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let isKnownFolder = folders.contains(path) || isThere && isFolder.boolValue
        changes.append(.fsync(file: isKnownFolder ? nil : file()))
      case "link":
        files[other] = file()
        changes.append(.link(path, other))
      case "rename":
        // A folder takes what is in it along.
        for (known, number) in files where known == path || known.hasPrefix(path + "/") {
          files[known] = nil
          files[other + known.dropFirst(path.count)] = number
        }
        changes.append(.rename(path, other))
      case "unlink":
        files[path] = nil
        changes.append(.unlink(path))
      case "mkdir":
        folders.insert(path)
        changes.append(.mkdir(path))
      case "rmdir": changes.append(.rmdir(path))
      case "effect": changes.append(.effect)
      default: throw Trial.Failure(description: "no change: \(line)")
      }
    }
  }

  /// Every state that a power cut may leave, each once for what tells them apart.
  var cuts: [Cut] {
    var cuts: [Cut] = []
    for end in 0...count {
      // What an fsync took along.
      let forced =
        changes[..<end].lastIndex { if case .fsync = $0 { true } else { false } }.map { $0 + 1 }
        ?? 0
      // A prefix that ends before no change of a name is that of a shorter one.
      let prefixes = (forced...end).filter { $0 == end || changes[$0].isOfNames }
      for names in prefixes {
        let kinds: [Unsynced] = hasUnsynced(before: end) ? Unsynced.allCases : [.all]
        cuts += kinds.map { Cut(end: end, names: names, unsynced: $0) }
      }
    }
    return cuts
  }

  /// How often something was done by then that no power cut undoes.
  func effects(by cut: Cut) -> Int {
    changes[..<cut.end].count { if case .effect = $0 { true } else { false } }
  }

  private func hasUnsynced(before end: Int) -> Bool {
    var dirty: Set<Int> = []
    for change in changes[..<end] {
      switch change {
      case .write(let file, _): dirty.insert(file)
      case .fsync(let file?): dirty.remove(file)
      default: break
      }
    }
    return !dirty.isEmpty
  }

  /// Makes what `cut` leaves of the files as they were before the first change.
  func leave(_ cut: Cut) throws {
    var open: [Int: Int32] = [:]
    defer { for fd in open.values { close(fd) } }
    for (file, path) in former {
      let fd = Glibc.open(path, O_RDWR)
      if fd >= 0 { open[file] = fd }
    }
    for change in changes[..<cut.names] {
      switch change {
      case .create(let path, let file):
        let fd = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
        guard fd >= 0 else { throw Trial.Failure(description: "cannot make \(path)") }
        open[file] = fd
      case .link(let path, let name): link(path, name)
      case .rename(let path, let name): rename(path, name)
      case .unlink(let path): unlink(path)
      case .mkdir(let path): mkdir(path, 0o700)
      case .rmdir(let path): rmdir(path)
      case .write, .fsync, .effect: break
      }
    }
    for (file, fd) in open { try write(content(of: file, cut), to: fd) }
  }

  /// What was written to a file by then, synced or not.
  private func content(of file: Int, _ cut: Cut) -> Data {
    var synced = Data()
    var rest = Data()
    for change in changes[..<cut.end] {
      switch change {
      case .write(let other, let data) where other == file: rest += data
      case .fsync(let other) where other == file: (synced, rest) = (synced + rest, Data())
      default: break
      }
    }
    switch cut.unsynced {
    case .all: return synced + rest
    case .half: return synced + rest.prefix(rest.count / 2)
    case .none: return synced
    }
  }

  /// Writes go to the end of a file.
  private func write(_ data: Data, to fd: Int32) throws {
    guard !data.isEmpty else { return }
    lseek(fd, 0, SEEK_END)
    let written = data.withUnsafeBytes { Glibc.write(fd, $0.baseAddress, $0.count) }
    guard written == data.count else { throw Trial.Failure(description: "cannot write") }
  }
}
