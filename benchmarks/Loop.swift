import Glibc

/// A loop of its own: a data dir, a config whose runner is a stub, and looop itself.
struct Loop {
  let binary: String
  let folder: String
  let environment: [String: String]

  var data: String { "\(folder)/data" }
  /// The stub's first act opens a file in here.
  var stamps: String { "\(folder)/stamps" }

  /// Makes and seeds it; the starter's own sensor is taken away, so that nothing is due.
  init(_ name: String, in work: String, binary: String) {
    self.binary = binary
    folder = "\(work)/\(name)"
    environment = [
      "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "HOME": work,
      "LOOOP_DATA_DIR": "\(work)/\(name)/data", "LOOOP_CONFIG": "\(work)/\(name)/config.json",
    ]
    File.makeFolder(folder)
    File.makeFolder(stamps)
    File.write(
      "\(folder)/tick.sh",
      "cat > /dev/null\necho '{\"action\":\"noop\",\"reason\":\"nothing to do\"}'\n")
    File.write(
      "\(folder)/config.json",
      """
      {"runner":"custom","worker_command":"true","max_workers":200,"budget":{"calls_per_hour":0,"calls_per_day":0},
      "tick_command":": > \(stamps)/tick; exec sh \(folder)/tick.sh"}
      """)
    // The first verb that writes seeds the data dir.
    run("answer", "setup-1", "nothing")
    run("answer", "setup-1", "nothing")
    unlink("\(data)/sensors/today.sh")
    unlink("\(data)/sensors/today.yaml")
  }

  /// Replaces what the runner answers: a script with the prompt on its standard input. Each call adds
  /// a byte to `calls`.
  func decide(_ script: String) {
    File.write("\(folder)/tick.sh", "printf x >>'\(folder)/calls'\n\(script)\n")
  }

  /// A decider that asks to run `line`, once, and has nothing to do from then on.
  func decideOnce(toRun line: String) {
    File.write(
      "\(folder)/move", #"{"action":"run_shell","cmd":"\#(line)","reason":"the benchmark"}"# + "\n")
    decide(
      """
      cat >/dev/null
      if [ -e '\(folder)/move' ]; then cat '\(folder)/move'; rm '\(folder)/move'
      else echo '{"action":"noop","reason":"nothing to do"}'; fi
      """)
  }

  /// The decisions that were asked for since `decide`.
  var calls: Int { File.size("\(folder)/calls") }

  func launch(_ words: String..., output: String = "/dev/null") -> Launch {
    Launch([binary] + words, environment, output: output)
  }

  @discardableResult
  func run(_ words: String...) -> Int32 { Launch([binary] + words, environment).run() }

  /// Starts the pulse and waits until it has decided and rests; nil when it did not start.
  func up() -> Process? {
    guard run("up") == 0, let pid = pulse else { return nil }
    let process = Process(pid: pid)
    // Longer than the debounce: what the first beat wrote may wake it once more.
    return process.settle(milliseconds: 700) ? process : nil
  }

  func down() { run("down", "--yes") }

  private var pulse: pid_t? { holder("\(data)/.lock/lock") }

  /// As the holder of a lock signed it: `{"v":1,"pid":4711}`.
  private func holder(_ lock: String) -> pid_t? {
    let words = File.read(lock)?.split { !$0.isNumber } ?? []
    return words.last.flatMap { pid_t($0) }
  }

  func session(_ id: String) -> String { "\(data)/sessions/\(id)" }

  /// What `worker start` wants. A worker of terminal kind must say where its brief goes.
  func startWords(_ id: String, kind: String, _ command: String) -> [String] {
    let reading = kind == "terminal" ? ": {{prompt_file}}; " : ""
    return [
      "worker", "start", id, "The brief.", "--runner", "custom", "--kind", kind, "--command",
      reading + command,
    ]
  }

  /// Starts a worker; its supervisor, or nil when it did not start.
  func startWorker(_ id: String, kind: String = "headless", _ command: String) -> Process? {
    let words = [binary] + startWords(id, kind: kind, command)
    guard Launch(words, environment).run() == 0 else { return nil }
    return holder("\(session(id))/lock").map { Process(pid: $0) }
  }

  /// Sensors that run in the first beat and then not for a day.
  func addRestingSensors(_ count: Int) {
    for number in 0..<count { addSensor("bench-\(number)", every: "1d") }
  }

  func addSensor(_ name: String, every: String) {
    addSensor(
      name,
      script: #"echo '{"signal":{"open":3,"newest":"a title of some length","state":"green"}}'"#,
      manifest: "every: \(every)")
  }

  func addSensor(_ name: String, script: String, manifest: String) {
    File.write("\(data)/sensors/\(name).sh", "#!/bin/sh\n\(script)\n", mode: 0o700)
    File.write(
      "\(data)/sensors/\(name).yaml", "description: A sensor of the benchmark\n\(manifest)\n")
  }

  func addGoals(_ count: Int) {
    let body = String(
      repeating: "What should be true, in a sentence of an ordinary length.\n", count: 8)
    for number in 0..<count { File.write("\(data)/goals/bench-\(number).md", "# Goal\n\n\(body)") }
  }
}
