import Glibc

/// What a kept run costs to be replayed without a call: adapter, parser, gate and plan.
enum Replays {
  private static let turns = 20

  static func measure(_ loop: Loop) {
    loop.decideOnce(toRun: "git push origin main")
    File.write("\(loop.data)/goals/bench.md", "Ship it.\n")
    loop.run("beat")
    let one = loop.launch("replay", "--offline")
    let alone = time(one)
    let few = 200
    fill(loop, few)
    let small = (time(one) - alone) / (few - 1)
    Table.row("replay --offline, per run, of \(few)", "\(Figure.milliseconds(small)) ms")
    let large = 20
    shell("cd '\(loop.data)/runs' && ls | tail -n +\(large + 1) | xargs rm -r")
    let before = time(one)
    let padding =
      "for d in */; do { seq 1 150000; cat \"$d/stream.jsonl\"; } >x; mv x \"$d/stream.jsonl\"; done"
    shell("cd '\(loop.data)/runs' && \(padding)")
    let more = (time(one) - before) / large
    Table.row("replay --offline, per run, for 1 MB of stream", "\(Figure.milliseconds(more)) ms")
  }

  private static func time(_ launch: Launch) -> Int {
    launch.run()
    return Samples((0..<turns).map { _ in launch.time() }).median
  }

  /// Copies the one run until there are so many.
  private static func fill(_ loop: Loop, _ count: Int) {
    shell(
      "cd '\(loop.data)/runs' && r=$(ls | head -n 1) && i=1 && while [ $i -lt \(count) ]; do"
        + " cp -r \"$r\" \"$(printf '20990101-%06d' $i)\"; i=$((i + 1)); done")
  }

  private static func shell(_ script: String) {
    Launch(["/bin/sh", "-c", script], ["PATH": "/usr/bin:/bin"]).run()
  }
}
