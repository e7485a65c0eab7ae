import Glibc

/// How long the question of a small world is: what each decision costs at least.
enum PromptSize {
  static func measure(_ loop: Loop) {
    let figure = "prompt of 3 sensors, 3 goals and 2 workers"
    for id in ["ci", "prs", "disk"] {
      let path = "\(loop.data)/sensors/\(id).sh"
      File.write(
        path,
        "#!/bin/sh\necho '{\"signal\":{\"open\":2},\"detail\":{\"titles\":[\"fix the build\"]}}'\n")
      chmod(path, 0o700)
    }
    for id in ["ship", "tidy", "docs"] {
      loop.run("goal", "write", id, "# \(id)\n\nKeep it going. Done when the tag is pushed.")
    }
    loop.run("goal", "archive", "setup")
    for id in ["a", "b"] { loop.run("worker", "start", id, "--goal", "ship", "Do it.") }
    // The stub drops what it was asked, but the run's folder has it.
    loop.run("beat")
    let runs = File.names("\(loop.data)/runs").sorted()
    guard let run = runs.last, let prompt = File.read("\(loop.data)/runs/\(run)/prompt.md") else {
      return Table.failed(figure, "no prompt")
    }
    for part in ["### goal ship", "### sensor ci", "- a: "] where !prompt.contains(part) {
      return Table.failed(figure, "it lacks \(part)")
    }
    let size = prompt.utf8.count
    Table.row(figure, "\(size) bytes", target: "6,400", met: size < 6_400)
  }
}
