import Base
import CSys
import Foundation
import TestSupport
import Testing

@Suite("Descriptors that others opened")
struct DescriptorTests {
  /// The two ends of a pipe, non-blocking.
  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    try #require(csys_pipe(&ends) == 0)
    for end in ends { _ = csys_set_nonblocking(end) }
    return (ends[0], ends[1])
  }

  @Test("What is not there yet on a non-blocking input is waited for, and its end is the end")
  func waitingRead() throws {
    let (input, output) = try Self.pipe()
    defer { close(input) }
    Thread.detachNewThread {
      _ = Descriptor.write("half".utf8, to: output)
      sched_yield()
      _ = Descriptor.write(" and half".utf8, to: output)
      close(output)
    }
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4)
    while case let count = Descriptor.read(input, into: &piece), count != 0 {
      try #require(count > 0)
      text += piece[..<count]
    }
    #expect(String(decoding: text, as: UTF8.self) == "half and half")
  }

  @Test("A non-blocking output that is full is waited for until all is written")
  func waitingWrite() throws {
    let (input, output) = try Self.pipe()
    let content = [UInt8](repeating: 7, count: 1 << 20)
    Thread.detachNewThread {
      _ = Descriptor.write(content, to: output)
      close(output)
    }
    var count = 0
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while case let got = Descriptor.read(input, into: &piece), got > 0 { count += got }
    close(input)
    #expect(count == content.count)
  }

  @Test("What fails is returned as the errno, not as an end")
  func failures() throws {
    var piece: [UInt8] = [0]
    let folder = csys_open("/", O_RDONLY | O_DIRECTORY, 0)
    defer { close(folder) }
    #expect(Descriptor.read(folder, into: &piece) == -Int(EISDIR))
    #expect(Descriptor.read(-1, into: &piece) == -Int(EBADF))
    #expect(Descriptor.write([1], to: folder) == EBADF)
    #expect(Descriptor.write([], to: -1) == 0)
  }

  #if os(Linux)
    @Test("A full disk takes nothing")
    func fullDisk() {
      let full = csys_open("/dev/full", O_WRONLY, 0)
      defer { close(full) }
      #expect(Descriptor.write("text".utf8, to: full) == ENOSPC)
    }
  #endif

  @Test("A file that grew, was cut, or was written anew while it was read was not read")
  func stands() throws {
    let scratch = try Scratch()
    let path = try scratch.write("file", "0123456789")
    func read(_ count: Int, meanwhile: () throws -> Void = {}) throws -> Bool {
      let fd = csys_open(path, O_RDONLY, 0)
      defer { close(fd) }
      let stand = try #require(ReadStand(fd))
      var bytes = [UInt8](repeating: 0, count: count)
      #expect(Descriptor.read(fd, into: &bytes) > 0)
      try meanwhile()
      return stand.isRead(fd)
    }
    let isCut = try !read(10) { _ = truncate(path, 4) }
    let isWritten = try !read(4) { try scratch.write("file", "0123456789") }
    let isTouched = try !read(10) { _ = csys_touch(path, 1) }
    #expect(isCut && isWritten && isTouched)
    let isWhole = try read(10)
    let isHalf = try read(5)
    #expect(isWhole && !isHalf)
    let device = ReadStand(csys_open("/dev/null", O_RDONLY, 0))
    #expect(device == nil)
  }

  #if os(Linux)
    @Test("A file of the kernel's own, which tells no size, is read when its end came")
    func unsized() throws {
      let fd = csys_open("/proc/self/status", O_RDONLY, 0)
      defer { close(fd) }
      let stand = try #require(ReadStand(fd))
      var bytes = [UInt8](repeating: 0, count: 16 << 10)
      while Descriptor.read(fd, into: &bytes) > 0 {}
      #expect(stand.isRead(fd))
    }
  #endif

  @Test("A shortage names what is short, and how to mend it")
  func shortage() {
    let files = AtomicFile.failure("read", "x", errno: EMFILE)
    #expect(files.message == "Cannot read x: Too many open files.")
    #expect(files.hint?.contains("ulimit -n") == true)
    #expect(AtomicFile.failure("write", "x", errno: EFBIG).hint?.contains("ulimit -f") == true)
    #expect(AtomicFile.failure("read", "x", errno: ENOMEM).hint != nil)
  }

  @Test("A listing that fails is told from one that ended")
  func listing() throws {
    let scratch = try Scratch()
    try scratch.write("a", "")
    var error: Int32 = 0
    let folder = try #require(opendir(scratch.path))
    // As for a disk that fails: nothing can be read from it any more.
    close(dirfd(folder))
    #expect(csys_next_entry(folder, &error) == nil)
    #expect(error == EBADF)
    closedir(folder)
    let sound = try #require(opendir(scratch.path))
    errno = EIO
    while csys_next_entry(sound, &error) != nil {}
    #expect(error == 0)
    closedir(sound)
  }
}
