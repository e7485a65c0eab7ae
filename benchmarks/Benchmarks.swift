import Glibc

/// `benchmarks BINARY FOLDER [PART...]`: measures looop, with what it needs made in an empty folder;
/// with names of parts only these. As a worker of its own it prints: see `Producer`.
@main
enum Benchmarks {
  static func main() {
    let words = CommandLine.arguments
    if words.dropFirst().first == "produce" { return Producer.run(Array(words.dropFirst(2))) }
    guard words.count >= 3 else { return }
    let parts = parts(binary: words[1], work: words[2])
    let wanted = words.dropFirst(3)
    if let unknown = wanted.first(where: { word in !parts.contains { $0.name == word } }) {
      print("benchmarks: no part \(unknown); there is", parts.map(\.name).joined(separator: ", "))
      exit(64)
    }
    Table.begin()
    let due = parts.filter { wanted.isEmpty || wanted.contains($0.name) }
    // What rests does so while the rest is measured.
    let reports = due.map { $0.begin() }
    for report in reports { report() }
    if !Table.isComplete { exit(1) }
  }

  private struct Part {
    let name: String
    /// Returns what is to be done when its turn comes.
    let begin: () -> () -> Void

    private init(name: String, begin: @escaping () -> () -> Void) {
      self.name = name
      self.begin = begin
    }

    init(_ name: String, _ measure: @escaping () -> Void) {
      self.init(name: name, begin: { measure })
    }

    /// One that goes on while the others are measured.
    static func resting(_ name: String, _ begin: @escaping () -> () -> Void) -> Part {
      Part(name: name, begin: begin)
    }
  }

  private static func parts(binary: String, work: String) -> [Part] {
    func loop(_ name: String) -> Loop { Loop(name, in: work, binary: binary) }
    return [
      Part("start-up") {
        let seeded = loop("seeded")
        seeded.run("beat")
        StartUp.measure(seeded)
      },
      Part("completion") { Completion.measure(loop("completion")) },
      Part("latency") {
        Latency.measureDisk(work)
        Latency.measureAnswer(loop("answer"))
        Latency.measureWait(loop("wait"))
      },
      Part("notify") { Notifying.measure(loop("notify")) },
      Part("mcp") { Client.measure(loop("mcp")) },
      Part("year") { OldData.measure(loop) },
      Part("replay") { Replays.measure(loop("replay")) },
      Part("steering") { Latency.measureSteering(loop("steer")) },
      Part("decision") { Decision.measure(loop("decide")) },
      Part("prompt") { PromptSize.measure(loop("prompt")) },
      Part("deaf") { NeverDeaf.measure(loop) },
      Part("fresh") { FreshFacts.measure { loop("fresh-\($0)") } },
      Part("paid") { Paid.measure(loop) },
      Part("beats") {
        Beats.countCalls(loop("calls"))
        Beats.measureOverhead { loop("beat-\($0)") }
      },
      Part("sensing") { Sensing.measure(loop) },
      Part("watched") { WatchedFiles.measure(loop) },
      Part("window") { Window.measure(loop) },
      Part("streams") { Parsers.measure(loop) },
      Part("workers") {
        WorkerStart.measure(loop("start"))
        Flood.measure(loop("flood"))
        Crowd.measureAlone(loop("alone"))
        Crowd.measure(loop("crowd"))
      },
      Part.resting("resting") { Resting(loop("resting")).report },
      Part.resting("idle") {
        let idle = Idle(loop("idle"))
        return {
          if let idle { idle.report() } else { Table.failed("idle pulse", "it did not start") }
        }
      },
      Part("binary") { reportBinary(binary, work) },
      Part("first") { FirstMove.measure(binary: binary, work: work) },
    ]
  }

  private static func reportBinary(_ binary: String, _ work: String) {
    let bytes = File.size(binary)
    Table.row(
      "binary", "\(Figure.decimal(Double(bytes) / Double(1 << 20), 1)) MB", target: "20 MB",
      met: bytes <= 20 << 20)
    let told = "\(work)/ldd"
    Launch(["ldd", binary], ["PATH": "/usr/bin:/bin"], output: told).run()
    // For a binary that loads nothing it names nothing that was found.
    let isDynamic = File.read(told)?.contains("=>") == true
    Table.row(
      "binary, ldd", isDynamic ? "dynamic" : "not dynamic", target: "not dynamic", met: !isDynamic)
  }
}
