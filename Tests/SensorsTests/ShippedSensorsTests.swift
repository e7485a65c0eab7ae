import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

@Suite("Shipped sensors")
struct ShippedSensorsTests {
  private let folder = Fixtures.folder.appending(path: "../../presets/sensors").standardized

  @Test("The table holds exactly the files of the presets folder")
  func table() throws {
    var files: [String: [UInt8]] = [:]
    for name in try Folder.names(in: folder.path) ?? [] {
      files[name] = try AtomicFile.read(folder.appending(path: name).path)
    }
    var shipped: [String: [UInt8]] = [:]
    for entry in ShippedSensors.all {
      shipped["\(entry.name).sh"] = entry.script
      shipped["\(entry.name).yaml"] = entry.manifest
    }
    #expect(shipped == files)
  }

  @Test("Each can be written into a data dir and has a description and a clock of its own")
  func usable() throws {
    let scratch = try Scratch()
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    for entry in ShippedSensors.all {
      try catalog.write(
        SensorDraft(
          name: Identifier.unreserved(entry.name, "sensor"),
          script: String(decoding: entry.script, as: UTF8.self),
          manifest: String(decoding: entry.manifest, as: UTF8.self), author: .human))
    }
    for entry in try catalog.entries() {
      guard case .sensor(let sensor) = entry else {
        Issue.record("\(entry.name) is no working sensor")
        continue
      }
      #expect(!sensor.description.isEmpty)
      #expect(sensor.timing.every != nil)
    }
  }

  @Test("today prints the local day", arguments: ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
  func today(zone: String) throws {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: zone)
    formatter.dateFormat = #"'{"signal":{"date":"'yyyy-MM-dd'","weekday":"'EEEE'"}}'"#
    let before = formatter.string(from: Date())
    let pipe = Pipe()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [folder.appending(path: "today.sh").path]
    process.environment = ["PATH": "/usr/bin:/bin", "TZ": zone, "LC_ALL": "de_DE.UTF-8"]
    process.standardOutput = pipe
    try process.run()
    let output = Array(pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let text = String(decoding: output, as: UTF8.self)
    // The day may turn between the two looks.
    #expect(
      [before, formatter.string(from: Date())].contains(text.trimmingCharacters(in: .newlines)))
  }
}
