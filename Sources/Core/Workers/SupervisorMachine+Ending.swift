extension SupervisorMachine.End {
  /// `order` is what `stop.json` says, `signal` the one that reached the supervisor.
  func ending(_ order: StopOrder?, signal: Int32?) -> WorkerEnding {
    switch self {
    case .exited: WorkerEnding(.agent)
    case .killed(let signal):
      WorkerEnding(.signal, why: "\(SignalName.of(signal)) ended its agent; looop did not send it")
    case .ended(.lastWord, _): WorkerEnding(.agent, why: "its last word")
    case .ended(.result, _): WorkerEnding(.agent, why: "its final result")
    case .ended(.timeLimit, _): WorkerEnding(.timeLimit)
    case .ended(.budget, _): WorkerEnding(.budget)
    case .ended(.stop, _):
      if let order {
        WorkerEnding(order.by, who: order.who, why: order.why)
      } else {
        WorkerEnding(
          .signal,
          why: "\(SignalName.of(Int(signal ?? 0))) reached its supervisor; looop did not send it")
      }
    }
  }
}
