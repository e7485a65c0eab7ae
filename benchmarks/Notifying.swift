import Glibc

/// How long a question takes to leave the machine.
enum Notifying {
  private static let count = 200

  /// A notifier whose command opens a file first of all.
  static func measure(_ loop: Loop) {
    let name = "ask's record to the start of the notify command, p50 / p99"
    let pid = loop.launch("notify", "--exec", ": > \(loop.stamps)/told").start()
    let notifier = Process(pid: pid)
    defer {
      kill(pid, SIGTERM)
      Launch.wait(pid)
    }
    guard notifier.settle(milliseconds: 300) else {
      return Table.failed(name, "the notifier did not start")
    }
    let watch = Watch(loop.stamps)
    let times = (1...count).compactMap { number -> Int? in
      let id = "bench-\(number)"
      guard notifier.settle(milliseconds: 5) else { return nil }
      watch.forget()
      let moment = File.publish(
        "\(loop.data)/asks/\(id).json",
        """
        {"v":1,"id":"\(id)","worker":"bench","prompt":"May I?","ts":\(time(nil)),"kind":"worker"}

        """)
      let told = watch.next(milliseconds: 5_000)
      // Each round finds one ask.
      _ = File.publish("\(loop.data)/answers/\(id).json", "{\"v\":1,\"answer\":\"yes\",\"ts\":1}\n")
      return told.map { $0 - moment }
    }
    let samples = Samples(times)
    Table.row(name, times.count < count ? "\(samples.text), \(times.count) runs" : samples.text)
  }
}
