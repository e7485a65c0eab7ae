internal import Base
internal import Core
internal import Sensors

/// Sends one message that is made up.
struct NotifierTest {
  let wiring: Wiring
  let setup: NotifierSetup

  func run() throws(LooopError) -> Int32 {
    let folder = NotifierFolder(wiring.directory, setup.name)
    try Folder.create(folder.path)
    try setup.place(in: folder)
    let id = AskID(worker: try Identifier("test", "worker"), number: 1)
    let draft = AskDraft(
      worker: id.worker, kind: .worker,
      prompt: "This is a test of the notifier \(setup.name): nothing waits for an answer.")
    let now = wiring.clock.now()
    var frame = setup.frame(wiring)
    frame.isTwoWay = false
    let message = NotifyMessage(
      draft.ask(id: id, at: now), NotifyPlan.Due(ask: id), in: frame, nonce: "", now: now)
    let file = folder.message(id)
    try AtomicFile.replace(file, JSONWriter.line(message.json), durable: false)
    defer { Folder.remove(file) }
    let children = ChildGroup(poller: Poller(stop: try StopSignal()))
    let result = children.run(setup.sending(file, in: folder, wiring))
    guard result.status.isSuccess else {
      throw LooopError(
        .failed, code: "E_NOTIFIER",
        "The notifier \(setup.name) \(NotifierSends.words(result, wiring)).",
        hint: "Its settings are in \(wiring.sensors.secretsPath); `looop help notify`.")
    }
    Console.say("sent; look whether it arrived")
    return ExitStatusCode.ok
  }
}
