package import Base
package import ShellRules

/// One open loop: its files by what they mean, its workers, and the plug-ins it reads through.
///
/// Made once in a process; a collaborator that many parts need is added here and nowhere else.
package struct Loop {
  package let store: Store
  package let runners: any RunnerCatalog
  package let sensors: any SensorCatalog

  package let goals: Goals
  package let playbook: Playbook
  package let mailbox: Mailbox
  package let gates: Gates
  package let intents: Intents
  package let journal: Journal
  package let events: EventLog
  package let ledger: Ledger
  package let snapshots: Snapshots
  package let fleet: Fleet
  package let parking: ParkingLot
  package let pause: Pause
  package let unfinished: UnfinishedCommit
  package let asked: AskedMoves

  package init(
    store: Store, runners: any RunnerCatalog, sensors: any SensorCatalog,
    unfinished: UnfinishedCommit = UnfinishedCommit(), asked: AskedMoves = AskedMoves()
  ) {
    self.asked = asked
    let directory = store.directory
    let clock = store.clock
    self.store = store
    self.runners = runners
    self.sensors = sensors
    self.unfinished = unfinished
    goals = Goals(store)
    playbook = Playbook(store)
    mailbox = Mailbox(store)
    gates = Gates(directory: directory, mailbox: mailbox)
    intents = Intents(store)
    journal = store.journal
    events = store.events
    ledger = Ledger(folder: directory.ledger, clock: clock)
    snapshots = Snapshots(directory: directory)
    fleet = Fleet(store: store)
    pause = Pause(store)
    parking = ParkingLot(store, mailbox, runners: runners)
  }

  package var directory: DataDirectory { store.directory }
  package var clock: Clock { store.clock }

  /// Built by the first use: most verbs rule nothing, and its tables take a third of their start.
  package var policy: Policy { .builtIn }

  package func budget(_ caps: BudgetCaps) -> BudgetGuard {
    BudgetGuard(ledger: ledger, mailbox: mailbox, caps: caps, events: events, clock: clock)
  }
}
