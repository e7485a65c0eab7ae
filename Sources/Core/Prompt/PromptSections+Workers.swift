internal import Base

/// Who is at work, and what waits for the human.
extension PromptSections {
  func workers(_ room: PromptRoom) -> Section {
    let alive = world.workers.count { $0.isAlive }
    var lines = ["\(alive) of at most \(context.maximumWorkers) are at work."]
    let (shown, left) = split(world.workers, room.workers) { worker in
      worker.isAlive || changed.contains(.init(.session, worker.id.text))
    }
    for worker in shown { lines += text(of: worker, report: room.report) }
    lines += mark(left.map(\.id.text), "workers")
    for parked in world.resting(now: context.now) {
      lines.append("Start no worker with a parked runner: \(parked.text).")
    }
    for loop in world.crashLoops(now: context.now).prefix(room.workers) {
      let until = loop.ask.map { "until \($0) is answered" } ?? "for now"
      lines.append("Start no worker for the goal \(loop.goal) \(until): its workers keep failing.")
    }
    return Section("WORKERS", own: lines.joined(separator: "\n"))
  }

  private func text(of worker: Worker, report: Int) -> [String] {
    let phase = world.isWaiting(worker) ? "waiting for an answer" : worker.state.text
    let goal = worker.goal.map { ", goal \($0)" } ?? ""
    let said = worker.saidDone.map { $0 ? ", said done" : ", said failed" } ?? ""
    let check = worker.verification.map { ", its check \($0.status)" } ?? ""
    let end = worker.endedAt.map { ", ended \(LocalTime($0).minuteText)" } ?? ""
    var lines = [
      "- \(worker.id): \(phase)\(goal)\(said)\(check),"
        + " started \(LocalTime(worker.startedAt).minuteText)\(end)"
    ]
    if case .stuck(let line) = worker.state, phase == worker.state.text {
      lines.append(quoted("its last line: \(line)", bytes: PromptRoom.line))
    }
    // The line above says what it and its check said.
    let isSaid = worker.saidDone == false || worker.verification?.isPassed == false
    if !isSaid, let why = worker.whyFailed(quoting: report) {
      lines.append(quoted("it failed: \(why)", bytes: report))
    } else if let trouble = worker.trouble {
      lines.append(quoted("trouble: \(trouble)", bytes: report))
    }
    if let text = worker.report { lines.append(quoted(text, bytes: report)) }
    if let check = worker.verification, !check.isPassed {
      lines.append(quoted("$ \(check.command)\n\(check.tail)", bytes: report))
    }
    return lines
  }

  /// Delivered pairs are history; the journal has them.
  var openAsks: [Ask] {
    world.mailbox.asks.filter { !world.mailbox.isDelivered($0) }
  }

  func mailbox(_ room: PromptRoom) -> Section {
    let open = openAsks
    guard !open.isEmpty else { return Section("ASKS AND ANSWERS", own: "none open") }
    let (shown, left) = split(open, room.asks) { ask in
      changed.contains(.init(.ask, ask.id.text)) || changed.contains(.init(.answer, ask.id.text))
    }
    let askers = world.askers
    let bodies = shown.map { ask in
      var lines = ["### ask \(ask.id)", quoted(ask.prompt, bytes: room.ask)]
      let asker = askers.of(ask)
      if let answer = world.mailbox.answers[ask.id] {
        lines += ["answered by the human:", quoted(answer.text, bytes: room.ask)]
      } else if asker.isAlive == false {
        lines.append(
          "no answer yet; one that still comes reaches you, since its worker has ended")
      } else {
        lines.append("waiting for the human")
      }
      lines.append("raised \(LocalTime(ask.raisedAt).minuteText), \(asker.text(ask))")
      return lines.joined(separator: "\n")
    }
    return Section(
      "ASKS AND ANSWERS",
      own: (bodies + mark(left.map(\.id.text), "asks")).joined(separator: "\n\n"))
  }
}
