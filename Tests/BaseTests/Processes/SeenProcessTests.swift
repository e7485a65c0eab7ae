import Foundation
import TestSupport
import Testing

@testable import Base

@Suite("A process as /proc shows it")
struct SeenProcessTests {
  #if os(Linux)
    @Test("Of this one program, environment and limits are seen")
    func own() throws {
      let seen = try SeenProcess.of(getpid())
      #expect(seen.runsThisProgram == true && seen.program == OwnProgram.file)
      #expect(seen.environment?["PATH"] == ProcessInfo.processInfo.environment["PATH"])
      #expect(seen.descriptorLimit == SystemLimits.now().openFiles)
      #expect([.running, .sleeping].contains(seen.condition))
      #expect(SeenProcess.blindness == nil)
    }

    @Test("Of one that runs something else, and of one that is gone")
    func other() async throws {
      let running = try Running.start(
        ["/bin/sleep", "600"], environment: ["A": "b=c", "PATH": "/x"], in: "/")
      defer { running.kill(SIGKILL) }
      let seen = try await Until.get("its program") {
        let seen = try SeenProcess.of(running.pid)
        // Before its exec it is still this one.
        return seen.environment?["A"] == nil ? nil : seen
      }
      #expect(seen.runsThisProgram == false && seen.environment?["A"] == "b=c")
      #expect(seen.startable == "/proc/\(running.pid)/exe")
      let gone = try SeenProcess.of(Int32.max - 1)
      #expect(gone == SeenProcess(pid: Int32.max - 1))
    }
  #endif

  @Test("The limit of open files is read from the text of the system")
  func limits() {
    let text = """
      Limit                     Soft Limit           Hard Limit           Units
      Max processes             7                    7                    processes
      Max open files            1024                 1048576              files
      """
    #expect(SeenProcess.descriptorLimit(in: text) == 1_024)
    #expect(SeenProcess.descriptorLimit(in: "Max open files  unlimited  unlimited") == nil)
    #expect(SeenProcess.descriptorLimit(in: "") == nil)
  }

  @Test("A variable ends at its first equals sign, and a word without one is none")
  func variables() {
    #expect(SeenProcess.variables(["A=b=c", "odd", "E="]) == ["A": "b=c", "E": ""])
  }
}
