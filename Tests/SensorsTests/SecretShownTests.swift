import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

/// Secrets in what a sensor prints, through the catalog as the pulse goes.
@Suite("Secrets that a sensor prints")
struct SecretShownTests {
  private let scratch: Scratch
  private let catalog: ScriptCatalog

  init() throws {
    scratch = try Scratch()
    catalog = ScriptCatalog(
      folder: scratch.file("sensors"),
      environment: ["KEY": "-- begin --\nfirst-line\nsecond-line\n-- end --"])
    try scratch.write("secrets.env", "API_TOKEN='s3cretvalue '\n")
    try scratch.write("sensors/x.sh", "#!/bin/sh\n")
  }

  private func sensor(_ manifest: String) throws -> ScriptSensor {
    try scratch.write("sensors/x.yaml", "description: x\n\(manifest)")
    let entry = try #require(try catalog.entries().first)
    var found: (any Sensor)?
    if case .sensor(let sensor) = entry { found = sensor }
    return try #require(found as? ScriptSensor)
  }

  private func says(
    _ manifest: String, _ output: String, errors: String = ""
  ) throws -> Observation {
    try sensor(manifest).observe(
      CommandResult(
        status: .exited(0), output: Array(output.utf8), errorTail: Array(errors.utf8),
        duration: .milliseconds(1)))
  }

  @Test("A secret that ends in a blank is found before the text is trimmed")
  func trimmed() throws {
    let manifest = "secrets: [API_TOKEN]\nrun: {output: text}\n"
    #expect(try says(manifest, "s3cretvalue \n").signal == ["text": "[redacted: secret API_TOKEN]"])
    #expect(try says(manifest, "s3cretvalue\n").signal == ["text": "[redacted: secret API_TOKEN]"])
  }

  @Test("A secret of several lines is found whole, and line by line")
  func lines() throws {
    let manifest = "secrets: [KEY]\nrun: {output: lines}\n"
    let whole = "-- begin --\nfirst-line\nsecond-line\n-- end --\n"
    #expect(try says(manifest, whole).signal == ["lines": ["[redacted: secret KEY]"]])
    #expect(
      try says(manifest, "a\nsecond-line\n").signal == ["lines": ["a", "[redacted: secret KEY]"]])
    let failed = try says("secrets: [KEY]\n", "no JSON", errors: "second-line\n-- end --\n")
    #expect(failed.detail["stderr"] == "[redacted: secret KEY]\n[redacted: secret KEY]")
  }

  @Test("While the file of secrets is refused, those that it had are still taken out")
  func refused() throws {
    #expect(
      try says("every: 1m\n", #"{"signal":"s3cretvalue "}"#).signal
        == "[redacted: secret API_TOKEN]")
    try scratch.write("secrets.env", "API_TOKEN='s3cretvalue '\nnonsense\n")
    #expect(
      try says("every: 2m\n", #"{"signal":"s3cretvalue "}"#).signal
        == "[redacted: secret API_TOKEN]")
    #expect(try catalog.problems().map(\.code) == ["E_SECRETS"])
  }

  @Test("A file of secrets that leads to itself is a problem, and stops no sensor")
  func loop() throws {
    try FileManager.default.removeItem(atPath: scratch.file("secrets.env"))
    try #require(symlink("secrets.env", scratch.file("secrets.env")) == 0)
    #expect(try says("every: 1m\n", #"{"signal":1}"#).signal == 1)
    #expect(try catalog.problems().map(\.code) == ["E_READ"])
  }

  @Test("No sensor is called so that its manifest would be the values of another")
  func names() throws {
    let error = thrown { () throws(LooopError) in
      try catalog.write(
        SensorDraft(
          name: Identifier("x.local", "sensor"), script: "#!/bin/sh\necho '{}'\n",
          manifest: "description: x", author: .loop))
    }
    #expect(error?.message == "A sensor's name must not end in '.local'.")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("sensors/x.local.yaml")))
  }

  @Test("Where it is not to be told who wrote which, nothing is believed")
  func unknownAuthors() throws {
    #expect(try sensor("trust: trusted\n").trust == .trusted)
    try scratch.write("sensors/.by-loop", "a file")
    #expect(try sensor("trust: trusted\nevery: 1m\n").trust == .untrusted)
  }
}
