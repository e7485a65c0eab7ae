internal import Base
internal import Sensors

/// A recipe as it was named on the line or in the picker, with the inputs it asks for.
struct RecipeChoice {
  let name: String?
  let inputs: InputOptions

  /// Nil without a recipe.
  func plan(_ wiring: Wiring) throws(LooopError) -> RecipePlan? {
    let settings = try inputs.settings()
    guard let name else {
      guard settings.isEmpty else {
        throw LooopError(
          .usage, code: "E_INPUT", "--input is for a recipe, and none is named.",
          hint: "Add --recipe NAME, or set a sensor's input with `looop sensor add NAME --input …`."
        )
      }
      return nil
    }
    let recipe = try Recipe.named(name)
    guard Console.isInputTerminal else { return try RecipePlan(recipe, inputs: settings, wiring) }
    return try Self.asked(recipe, wiring, having: settings)
  }

  /// Asks at the terminal for what was not given.
  static func asked(
    _ recipe: Recipe, _ wiring: Wiring, having given: [InputSetting] = []
  ) throws(LooopError) -> RecipePlan {
    var settings = given
    for ask in recipe.asks where !settings.contains(where: { $0.name == ask.input }) {
      let prompt = "\(ask.input) (\(ask.meaning)): "
      guard let line = try Console.readLine(prompt: prompt), !line.isEmpty else {
        throw LooopError(
          .failed, code: "E_CANCELLED", "Cancelled: nothing was written.",
          hint: "`looop init --recipe \(recipe.name) --input \(ask.input)=…` says it on the line.")
      }
      settings.append(try InputSetting("\(ask.input)=\(line)"))
    }
    return try RecipePlan(recipe, inputs: settings, wiring)
  }
}
