internal import Base

/// A loop for a purpose, ready to start: a PLAYBOOK, a goal and shipped sensors, from `presets/recipes`.
struct Recipe: Sendable {
  /// Of the recipe and of its goal.
  let name: String
  let playbook: String
  let goal: String
  private let data: JSONValue

  /// One line for each folder in `presets/recipes`.
  static let all: [Recipe] = [
    Recipe(
      "pull-requests", PackageResources.pull_requests_json,
      playbook: PackageResources.pull_requests_playbook_md,
      goal: PackageResources.pull_requests_goal_md),
    Recipe(
      "ci-green", PackageResources.ci_green_json,
      playbook: PackageResources.ci_green_playbook_md, goal: PackageResources.ci_green_goal_md),
    Recipe(
      "on-call", PackageResources.on_call_json, playbook: PackageResources.on_call_playbook_md,
      goal: PackageResources.on_call_goal_md),
    Recipe(
      "daily-digest", PackageResources.daily_digest_json,
      playbook: PackageResources.daily_digest_playbook_md,
      goal: PackageResources.daily_digest_goal_md),
    Recipe(
      "backlog", PackageResources.backlog_json, playbook: PackageResources.backlog_playbook_md,
      goal: PackageResources.backlog_goal_md),
  ]

  private init(_ name: String, _ data: [UInt8], playbook: [UInt8], goal: [UInt8]) {
    self.name = name
    // It ships with looop, and a test reads each.
    self.data = (try? JSONParser.parse(data)) ?? [:]
    self.playbook = String(decoding: playbook, as: UTF8.self)
    self.goal = String(decoding: goal, as: UTF8.self)
  }

  var title: String { data["title"]?.string ?? name }

  /// The sensor that wakes it, whose inputs are the recipe's.
  var sensor: String { data["sensor"]?.string ?? "" }

  /// All of its sensors.
  var sensors: [String] { [sensor] + (data["also"]?.array ?? []).compactMap(\.string) }

  /// The inputs that have to be given, and what each is.
  var asks: [(input: String, meaning: String)] {
    (data["asks"]?.object ?? [:]).members.map { ($0.0, $0.1.string ?? "") }
  }

  /// What the demo runner does in it.
  var demo: JSONValue { data["demo"] ?? [:] }

  /// The recipe of that name; throws `E_RECIPE_UNKNOWN`.
  static func named(_ name: String) throws(LooopError) -> Recipe {
    if let recipe = all.first(where: { $0.name == name }) { return recipe }
    throw LooopError(
      .badData, code: "E_RECIPE_UNKNOWN",
      "There is no recipe '\(Untrusted.quoted(name, bytes: 80))'.",
      hint: Nearest.hint(
        name, in: all.map(\.name),
        else: "Those that ship: \(all.map(\.name).joined(separator: ", "))."))
  }
}
