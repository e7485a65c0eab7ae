import Core
import TestSupport
import Testing

@Suite("What the original left and nothing reads")
struct UnreadFilesTests {
  @Test("A data dir of our own has nothing of it")
  func own() throws {
    let loop = try TestLoop()
    _ = loop.beat()
    #expect(try UnreadFiles.sentences(in: loop.directory) == [])
  }

  @Test("Schedules, tells, claims, sessions, runs and a command cut short are named")
  func named() throws {
    let loop = try TestLoop()
    for name in ["a", "b", "c", "d", "e", "f"] {
      try loop.scratch.write("data/schedules/\(name).json", "{}")
    }
    try loop.scratch.write("data/tells/fix-1.json", "{}")
    try loop.scratch.write("data/tells/notes.txt", "")
    try loop.scratch.write("data/claims/main.json", "{}")
    try loop.scratch.write("data/sessions/fix:ci/meta.json", "{}")
    try loop.scratch.write("data/runs/20260601-100000/output.log", "")
    try loop.scratch.write("data/.action-wal.json", "{}")
    let sentences = try UnreadFiles.sentences(in: loop.directory)
    #expect(
      sentences.map { String($0.prefix { $0 != "," && $0 != ":" }) }.count == 6, "\(sentences)")
    #expect(
      sentences.first
        == "schedules/ has 6 schedules (a, b, c, d, e and 1 more) of looop 1.0: nothing happens at their"
        + " times.")
    #expect(sentences[1] == "tells/ has 1 tell (fix-1) of looop 1.0: no worker hears it.")
    #expect(sentences[2] == "claims/ has 1 claim (main) of looop 1.0: it holds nothing.")
    #expect(
      sentences[3]
        == "sessions/ has 1 session (fix:ci) of looop 1.0: end it with looop 1.0, or remove its folder."
    )
    #expect(sentences[4].hasPrefix("runs/ has 1 run record (20260601-100000) of looop 1.0: "))
    try loop.scratch.write("data/claims/next.json", "{}")
    try loop.scratch.write("data/sessions/fix:cd/meta.json", "{}")
    let more = try UnreadFiles.sentences(in: loop.directory)
    #expect(more[2].hasSuffix("of looop 1.0: they hold nothing."))
    #expect(more[3].hasSuffix("end them with looop 1.0, or remove their folders."))
    #expect(sentences[5].contains(".action-wal.json"))
  }
}
