import Foundation
import Testing

@testable import Base

@Suite struct SpacePidsTests {
  @Test func `a process in a container has a pid in each name space`() {
    let status = "Name:\tlooop\nPid:\t31384\nNStgid:\t31384\t1\nNSpid:\t31384\t7\t1\nNSpgid:\t0\n"
    #expect(SpacePids.parse(Array(status.utf8)) == [31_384, 7, 1])
    #expect(SpacePids.parse(Array("Name:\tx\n".utf8)) == [])
  }

  @Test func `this process has its own, and one that is gone no other`() {
    #expect(SpacePids.of(getpid()).first == getpid())
    #expect(SpacePids.of(Int32.max) == [Int32.max])
  }
}
