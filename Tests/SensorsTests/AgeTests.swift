import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

@Suite("The age of a file")
struct AgeTests {
  private func seen(_ scratch: Scratch, output: String = #"{"signal":1}"#) throws -> Observation {
    try scratch.write("sensors/x.sh", "")
    try scratch.write("sensors/x.yaml", "description: x\nttl: 1h\nage_of: report.txt\n")
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    let it = try #require(try catalog.sensor(named: Identifier("x", "sensor")))
    return it.observe(
      CommandResult(
        status: .exited(0), output: Array(output.utf8), errorTail: [], duration: .milliseconds(1)))
  }

  @Test("A reading is as old as the file that its manifest names")
  func old() throws {
    let scratch = try Scratch()
    let file = try scratch.write("report.txt", "")
    FileFacts.touch(file, at: 1_700_000_000)
    var expected = Observation(status: .ok, exit: 0, signal: 1)
    expected.asOf = 1_700_000_000
    #expect(try seen(scratch) == expected)
  }

  @Test("Without the file there is no reading, and a failed one stays what it is")
  func gone() throws {
    let scratch = try Scratch()
    let it = try seen(scratch)
    #expect(it.status == .invalid)
    #expect(it.problem == "its age_of, \(scratch.file("report.txt")), is not there")
    #expect(try seen(scratch, output: "oops").problem?.hasPrefix("printed no JSON") == true)
  }
}
