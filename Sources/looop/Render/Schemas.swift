internal import Base
internal import Core
internal import Sensors

/// The shapes programs may rely on: each is the table that the verb prints by.
enum Schemas {
  struct Entry: Sendable {
    let name: String
    /// The verbs that print it with `--json`.
    let verbs: [String]
    /// Made when it is asked for.
    let schema: @Sendable () -> JSONValue

    init(_ name: String, _ verbs: String..., schema: @escaping @Sendable () -> JSONValue) {
      self.name = name
      self.verbs = verbs
      self.schema = schema
    }

    init<Printed: JSONWritable>(_ name: String, of type: Printed.Type, _ verbs: String...) {
      self.name = name
      self.verbs = verbs
      schema = { Printed.kind.schema(titled: name) }
    }
  }

  static let all: [Entry] = loop + sensors + runners

  private static let loop: [Entry] = [
    Entry("move") { MoveSchema.jsonSchema },
    Entry("state", of: StateReport.self, "state"),
    Entry("wait", of: WaitReport.self, "wait"),
    Entry("why", of: WhyReport.self, "why"),
    Entry("asks", of: [AskReport].self, "asks"),
    Entry("answer", of: AnswerReceipt.self, "answer"),
    Entry("workers", of: [WorkerReport].self, "worker list"),
    Entry("worker", of: WorkerStory.self, "worker show"),
    Entry("runs", of: [RunRow].self, "runs list"),
    Entry("run", of: RunSheet.self, "runs show"),
    Entry("replay", of: ReplayReport.self, "replay"),
    Entry("replay-offline", of: OfflineReplayReport.self, "replay --offline"),
    Entry("goals", of: [Goal].self, "goal list"),
    Entry("journal", of: JournalTail.self, "journal"),
    Entry("event", of: EventLine.self, "events"),
    Entry("screenshot", of: ScreenshotReport.self, "screenshot"),
    Entry("playbook-history", of: [String].self, "playbook history"),
    Entry("beat", of: BeatOutcome.self, "beat"),
    Entry("cost", of: CostSheet.self, "cost"),
    Entry("recap", of: Recap.self, "recap"),
    Entry("doctor", of: DoctorReport.self, "doctor"),
    Entry("version", of: VersionReport.self, "version"),
    Entry("error", of: ErrorReport.self),
  ]

  private static let sensors: [Entry] = [
    Entry("sensors", of: [SensorRow].self, "sensor list"),
    Entry("sensor-wakes", of: SensorWakesRender.self, "sensor list --wakes"),
    Entry("sensor-run", of: SensorRunReport.self, "sensor run"),
    Entry("sensor-show", of: SensorShowRender.self, "sensor show"),
    Entry("sensor-shipped", of: ShippedSensor.self, "sensor show --shipped"),
    Entry("sensor-lint", of: SensorLintRender.self, "sensor lint"),
    Entry("sensor-test", of: SensorTestRender.self, "sensor test"),
    Entry(
      "sensor-change", of: SensorChange.self, "sensor add", "sensor new", "sensor write",
      "sensor enable", "sensor disable", "sensor rm"),
    Entry("manifest") { ManifestSchema.json },
    Entry("push", of: PushReceipt.self, "push"),
  ]

  private static let runners: [Entry] = [
    Entry("runners", of: [RunnerRow].self, "runner list"),
    Entry("runner", of: RunnerRender.self, "runner show"),
    Entry("runner-test", of: RunnerCheckupReport.self, "runner test"),
    Entry("runner-replay", "runner replay") {
      ShapeKind.object(ReplayEnd.whole.table).schema(titled: "runner-replay")
    },
  ]
}
