import Base
import Core
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct RunFolderTests {
  @Test func `beats of one second never share a folder, however many begin at once`() throws {
    let scratch = try Scratch()
    let names = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 32) { _ in
      let run = try? RunFolder.create(in: scratch.file("runs"), at: 1_795_000_000)
      names.withLock { $0.append(run?.beat ?? "") }
    }
    #expect(names.withLock { Set($0).count } == 32)
  }
}
