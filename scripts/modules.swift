// The picture docs/pictures/modules.svg: the modules, what each uses, and their doors. `layers` draws
// it from the tree of Sources and compares it with the committed one.

struct ModulesPicture {
  typealias Point = Picture.Point

  let tree: Tree
  let modules: Graph

  init(_ tree: Tree) {
    self.tree = tree
    modules = tree.modules
  }

  // MARK: Where things are

  struct Module {
    let name: String
    let frame: Picture.Frame
    let tint: Picture.Tint
    let about: String
  }

  /// A type by which a module is used from above.
  struct Door {
    let name: String
    let owner: String
    let user: String
    /// The middle of its chip.
    let place: Point
    /// Where an arrow to it begins, if one does.
    let start: Double?
    /// Whether the user conforms to it; otherwise it calls it.
    var isPort = false
  }

  static let places = [
    Module(
      name: "looop", frame: Picture.Frame(40, 84, width: 820, height: 66), tint: .plain,
      about: "verbs, rendering, wiring: the only module that names both Runners and Sensors"),
    Module(
      name: "Runners", frame: Picture.Frame(40, 208, width: 280, height: 70), tint: .green,
      about: "what the output of an agent CLI means"),
    Module(
      name: "Sensors", frame: Picture.Frame(580, 208, width: 280, height: 70), tint: .green,
      about: "scripts and their manifests"),
    Module(
      name: "YAML", frame: Picture.Frame(390, 208, width: 120, height: 34), tint: .soft, about: ""),
    Module(
      name: "CYAML", frame: Picture.Frame(390, 266, width: 120, height: 34), tint: .soft, about: ""),
    Module(
      name: "Core", frame: Picture.Frame(40, 392, width: 820, height: 142), tint: .violet,
      about: "the loop and its state; it knows no vendor, no YAML and no file name of a sensor"),
    Module(
      name: "ShellRules", frame: Picture.Frame(40, 620, width: 400, height: 72), tint: .blue,
      about: "what a shell line does and whether it may: pure"),
    Module(
      name: "Screen", frame: Picture.Frame(700, 620, width: 160, height: 72), tint: .soft,
      about: "a terminal as a value"),
    Module(
      name: "Base", frame: Picture.Frame(40, 764, width: 570, height: 116), tint: .blue,
      about: "JSON, values, durable files, processes"),
    Module(
      name: "CSys", frame: Picture.Frame(700, 764, width: 160, height: 116), tint: .soft,
      about: "calls Swift lacks"),
  ]

  static let doors = [
    Door(
      name: "RunnerCatalog", owner: "Core", user: "Runners", place: Point(98, 392), start: 278,
      isPort: true),
    Door(
      name: "Runner", owner: "Core", user: "Runners", place: Point(182, 392), start: 278,
      isPort: true),
    Door(
      name: "RunnerStream", owner: "Core", user: "Runners", place: Point(264, 392), start: 278,
      isPort: true),
    Door(
      name: "Sensor", owner: "Core", user: "Sensors", place: Point(664, 392), start: 278,
      isPort: true),
    Door(
      name: "SensorCatalog", owner: "Core", user: "Sensors", place: Point(760, 392), start: 278,
      isPort: true),
    Door(name: "ShellReach", owner: "ShellRules", user: "Core", place: Point(100, 620), start: 534),
    Door(name: "Policy", owner: "ShellRules", user: "Core", place: Point(184, 620), start: 534),
    Door(name: "Ruling", owner: "ShellRules", user: "Core", place: Point(254, 620), start: 534),
    Door(
      name: "ShellShape", owner: "ShellRules", user: "Sensors", place: Point(374, 620), start: nil),
    Door(name: "Poller", owner: "Base", user: "Core", place: Point(492, 764), start: 534),
    Door(name: "PollSource", owner: "Base", user: "Core", place: Point(562, 764), start: nil),
  ]

  /// Arrows that lead to no door.
  static let uses: [(user: String, used: String, path: [Point])] = [
    ("looop", "Runners", [Point(180, 150), Point(180, 205)]),
    ("looop", "Sensors", [Point(720, 150), Point(720, 205)]),
    ("looop", "Core", [Point(40, 119), Point(22, 119), Point(22, 463), Point(37, 463)]),
    ("Runners", "YAML", [Point(320, 225), Point(387, 225)]),
    ("Sensors", "YAML", [Point(580, 225), Point(513, 225)]),
    ("YAML", "CYAML", [Point(450, 242), Point(450, 263)]),
    ("Core", "Screen", [Point(780, 534), Point(780, 617)]),
    ("ShellRules", "Base", [Point(200, 692), Point(200, 761)]),
    ("Base", "CSys", [Point(610, 822), Point(697, 822)]),
  ]

  /// What the picture says and the tree does not.
  var problems: [String] {
    let named = Set(Self.places.map(\.name))
    var problems = Set(modules.keys).symmetricDifference(named).sorted().map {
      "the picture of the modules and Sources differ in \($0)"
    }
    for use in Self.uses where modules[use.user]?[use.used] == nil {
      problems.append("the picture of the modules shows that \(use.user) uses \(use.used)")
    }
    for door in Self.doors {
      if !tree.files.contains(where: { $0.module == door.owner && $0.declared.contains(door.name) })
      {
        problems.append("the picture shows \(door.name), which \(door.owner) does not declare")
      }
      if !tree.files.contains(where: { $0.module == door.user && $0.named.contains(door.name) }) {
        problems.append("the picture shows \(door.name), which \(door.user) does not name")
      }
    }
    return problems + picture.collisions.map { "the picture of the modules: \($0)" }
  }

  /// What `module` uses without an arrow that shows it.
  private func alsoUsed(by module: String) -> String {
    let shown =
      Self.uses.filter { $0.user == module }.map(\.used)
      + Self.doors.filter { $0.user == module && $0.start != nil }.map(\.owner)
    let rest = moduleOrder.flatMap { $0 }.filter {
      modules[module]?[$0] != nil && !shown.contains($0)
    }
    return rest.isEmpty ? "" : "also uses " + rest.reversed().joined(separator: ", ")
  }

  // MARK: Drawing

  var picture: Picture {
    var picture = Picture(
      "The modules of looop and their doors",
      about: """
        looop uses Runners, Sensors and Core. Runners and Sensors conform to ports that Core owns. \
        Core uses ShellRules, which rules shell lines, and Base, which has the one poll, files and \
        processes. Each module uses only what is below it.
        """, height: 904)
    picture.text("Modules and their doors", at: Point(24, 42), .title)
    picture.text(
      "A module uses only what is below it. The types on its upper edge are its doors.",
      at: Point(24, 64), .label, .soft)
    explain(in: &picture)
    for module in Self.places { draw(module, in: &picture) }
    for use in Self.uses { picture.arrow(.line(use.path)) }
    for door in Self.doors { draw(door, in: &picture) }
    picture.lines(
      ["the ports are Core's;", "Runners and Sensors", "conform to them"], at: Point(450, 330),
      .note, .soft, anchor: .middle)
    picture.text("for Sensors", at: Point(374, 604), .note, .soft, anchor: .middle)
    picture.text(
      "folders: each uses only those to its left", at: Point(844, 424), .note, .soft, anchor: .end)
    picture.lines(
      ["the one poll: all that", "a process waits for", "is a PollSource"], at: Point(502, 630),
      .note, .soft)
    return picture
  }

  private func explain(in picture: inout Picture) {
    picture.arrow(.line([Point(640, 38), Point(680, 38)]))
    picture.text("uses", at: Point(690, 42), .note, .soft)
    picture.arrow(.line([Point(740, 38), Point(780, 38)]), .conforms)
    picture.text("conforms to", at: Point(790, 42), .note, .soft)
  }

  private func draw(_ module: Module, in picture: inout Picture) {
    let frame = module.frame
    picture.box(frame, module.tint, radius: 10)
    guard !module.about.isEmpty else {
      let place = Point(frame.center.x, frame.center.y + 5)
      return picture.text(module.name, at: place, .name, module.tint, anchor: .middle)
    }
    // Below the doors on its edge.
    let top = frame.y + (Self.doors.contains { $0.owner == module.name } ? 32 : 24)
    picture.text(module.name, at: Point(frame.x + 16, top), .name, module.tint)
    let lines = [module.about, alsoUsed(by: module.name)].filter { !$0.isEmpty }
    picture.lines(lines, at: Point(frame.x + 16, top + 18), .note, .soft)
    let folders = ["Core": coreOrder, "Base": baseOrder][module.name] ?? []
    var x = frame.x + 16
    let y = top + 6 + 14 * Double(lines.count + 1)
    for (index, rank) in folders.enumerated() {
      if index > 0 {
        picture.text("›", at: Point(x + 6, y + 13), .label, .soft, anchor: .middle)
        x += 16
      }
      for (row, folder) in rank.enumerated() {
        picture.chips([(folder, .card)], at: Point(x, y + Double(row) * 21), width: 100)
      }
      x += (rank.map { Picture.Font.code.width(of: $0) }.max() ?? 0) + 14
    }
  }

  private func draw(_ door: Door, in picture: inout Picture) {
    let width = Picture.Font.code.width(of: door.name) + 10
    picture.chips(
      [(door.name, .amber)], at: Point(door.place.x - width / 2, door.place.y - 8.5), width: width)
    guard let start = door.start else { return }
    picture.arrow(
      .line([Point(door.place.x, start), Point(door.place.x, door.place.y - 11)]),
      door.isPort ? .conforms : .solid)
  }
}
