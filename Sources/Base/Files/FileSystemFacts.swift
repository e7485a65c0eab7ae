internal import CSys

/// What the system says of the file system that holds a path.
package struct FileSystemFacts: Sendable, Equatable {
  package enum Home: Sendable, Equatable {
    case disk
    /// Lost with the machine's next start.
    case memory
    /// On another machine, or on this one behind a layer that looks like another.
    case network
    /// Its number says nothing.
    case unknown
  }

  /// As people call it: `ext4`, `nfs`; its number where that is not known.
  package let name: String
  package let home: Home
  package let isReadOnly: Bool
  /// In bytes; what is free is free for this user.
  package let size, free: Int
  /// How many files it may have, and how many more; 0 for a file system that does not count them.
  package let nodes, freeNodes: Int

  package init(
    name: String, home: Home, isReadOnly: Bool = false, room: (size: Int, free: Int),
    nodes: (all: Int, free: Int)
  ) {
    self.name = name
    self.home = home
    self.isReadOnly = isReadOnly
    (size, free) = room
    (self.nodes, freeNodes) = nodes
  }

  /// Of the nearest folder above where there is nothing at `path`. Throws as a look at it does.
  package static func of(_ path: String) throws(LooopError) -> FileSystemFacts {
    var place = path
    var found = csys_file_system()
    while true {
      let code = csys_look_at_file_system(place, &found)
      if code == 0 { break }
      guard code == -ENOENT || code == -ENOTDIR, place != "/" else {
        throw AtomicFile.failure("look at", place, errno: -code)
      }
      place = AtomicFile.folder(of: place)
    }
    let said = withUnsafeBytes(of: found.name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let (name, home) = kind(magic: Int(found.magic), said: said, isLocal: found.is_local)
    return FileSystemFacts(
      name: name, home: home, isReadOnly: found.is_read_only != 0,
      room: (Int(found.bytes), Int(found.free_bytes)),
      nodes: (Int(found.nodes), Int(found.free_nodes)))
  }

  static func kind(
    magic: Int, said: String, isLocal: Int32
  ) -> (name: String, home: Home) {
    if !said.isEmpty { return (said, isLocal == 0 ? .network : .disk) }
    return known[magic] ?? ("0x\(String(magic, radix: 16))", .unknown)
  }

  /// By the numbers of statfs(2) and linux/magic.h.
  private static let known: [Int: (name: String, home: Home)] = [
    0xEF53: ("ext4", .disk), 0x5846_5342: ("xfs", .disk), 0x9123_683E: ("btrfs", .disk),
    0x2FC1_2FC1: ("zfs", .disk), 0xF2F5_2010: ("f2fs", .disk), 0xCA45_1A4E: ("bcachefs", .disk),
    0x794C_7630: ("overlay", .disk), 0x4D44: ("vfat", .disk), 0x2011_BAB0: ("exfat", .disk),
    0x0102_1994: ("tmpfs", .memory), 0x8584_58F6: ("ramfs", .memory),
    0x6969: ("nfs", .network), 0x517B: ("smb", .network), 0xFE53_4D42: ("smb2", .network),
    0xFF53_4D42: ("cifs", .network), 0x0102_1997: ("9p", .network), 0x5346_414F: ("afs", .network),
    0x00C3_6400: ("ceph", .network), 0x0BD0_0BD0: ("lustre", .network),
    0x0116_1970: ("gfs2", .network), 0x7461_636F: ("ocfs2", .network),
    0x786F_4256: ("vboxsf", .network), 0xBACB_ACBC: ("vmhgfs", .network),
    0x6573_5546: ("fuse", .unknown), 0x6A65_6A63: ("virtiofs", .network),
  ]
}
