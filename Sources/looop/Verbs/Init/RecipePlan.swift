internal import Base
internal import Core
internal import Sensors

/// A recipe that fits: made before anything is written, so that what is missing is said first.
struct RecipePlan {
  let recipe: Recipe
  private let goal: Identifier
  private let installations: [Installation]
  private let wiring: Wiring

  /// `settings` are for the sensor that wakes the recipe; the others need none.
  init(_ recipe: Recipe, inputs settings: [InputSetting], _ wiring: Wiring) throws(LooopError) {
    self.recipe = recipe
    self.wiring = wiring
    goal = try Identifier(recipe.name, "goal")
    var made: [Installation] = []
    for name in recipe.sensors {
      let id = try Identifier(name, "sensor")
      // One that is there is the person's.
      if try wiring.sensors.hasSensor(id) { continue }
      made.append(
        try wiring.sensors.installation(
          of: try wiring.shippedSensor(name), as: id, name == recipe.sensor ? settings : [],
          replaces: false))
    }
    installations = made
  }

  /// Writes what the recipe has into a data dir that is ready. What a person wrote stays. To be repeated
  /// when it was cut short.
  func plant() throws(LooopError) {
    Console.say("recipe   \(recipe.name): \(recipe.title)")
    for name in recipe.sensors {
      // A new data dir may bring it.
      guard let one = installations.first(where: { $0.name.text == name }),
        try !wiring.sensors.hasSensor(one.name)
      else {
        Console.say("sensor   \(name) kept as it is")
        continue
      }
      try wiring.sensors.install(one)
      Console.say("sensor   \(name) added")
    }
    try writePlaybook()
    try writeGoal()
    try closeSetup()
    for name in recipe.sensors {
      for need in SensorNotes.needs(of: try Identifier(name, "sensor"), wiring) {
        Console.note("looop: \(name): \(need)")
      }
    }
  }

  private func writePlaybook() throws(LooopError) {
    let now = try wiring.loop.playbook.text()
    guard now != recipe.playbook else { return }
    guard now.isEmpty || now == Seed.playbook else {
      Console.say("playbook kept: yours is not the one a new loop starts with")
      return
    }
    try wiring.loop.playbook.write(recipe.playbook)
    Console.say("playbook written; read it: `looop playbook show`")
  }

  private func writeGoal() throws(LooopError) {
    if try wiring.loop.goals.goal(goal) != nil {
      Console.say("goal     \(goal) kept: there is one already")
      return
    }
    try wiring.loop.goals.write(goal, recipe.goal)
    Console.say("goal     \(goal) written; read it: `looop goal show \(goal)`")
  }

  /// The question of a new loop is what to watch and push forward: the recipe says it.
  private func closeSetup() throws(LooopError) {
    let setup = try Identifier("setup", "goal")
    if try wiring.loop.goals.goal(setup)?.body == Seed.goal {
      _ = try wiring.loop.goals.archive(setup)
    }
    guard let ask = AskID("setup-1"),
      try wiring.loop.mailbox.contents().pending.contains(where: { $0.id == ask })
    else { return }
    try wiring.loop.mailbox.answer(
      ask, "I start from the recipe \(recipe.name): PLAYBOOK and goal say what I want.",
      by: wiring.author, overwriting: false)
  }
}
