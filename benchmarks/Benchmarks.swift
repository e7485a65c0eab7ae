import Glibc

/// `benchmarks BINARY FOLDER`: measures looop, with what it needs made in an empty folder. As a
/// worker of its own it prints: see `Producer`.
@main
enum Benchmarks {
  static func main() {
    let words = CommandLine.arguments
    if words.dropFirst().first == "produce" { return Producer.run(Array(words.dropFirst(2))) }
    guard words.count == 3 else { return }
    let (binary, work) = (words[1], words[2])
    func loop(_ name: String) -> Loop { Loop(name, in: work, binary: binary) }

    Table.begin()
    let idle = Idle(loop("idle"))
    let resting = Resting(loop("resting"))
    let seeded = loop("seeded")
    seeded.run("beat")
    StartUp.measure(seeded)
    Latency.measureDisk(work)
    Latency.measureAnswer(loop("answer"))
    Latency.measureWait(loop("wait"))
    Latency.measureSteering(loop("steer"))
    Decision.measure(loop("decide"))
    PromptSize.measure(loop("prompt"))
    Beats.countCalls(loop("calls"))
    Beats.measureOverhead { loop("beat-\($0)") }
    Sensing.measure(loop)
    Parsers.measure(loop)
    WorkerStart.measure(loop("start"))
    Flood.measure(loop("flood"))
    Crowd.measureAlone(loop("alone"))
    Crowd.measure(loop("crowd"))
    resting.report()
    if let idle { idle.report() } else { Table.row("idle pulse", "the pulse did not start") }
    reportBinary(binary, work)
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
