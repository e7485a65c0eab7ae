internal import Base
internal import Core
internal import Sensors

/// What the manual has from the code, so that it cannot say anything else than the code does.
enum MadeBlocks {
  static let names = [
    "moves", "config", "environment", "exit codes", "files", "reading", "manifest",
  ]

  /// Nothing for a name that is not one of these; a test finds it.
  static func of(_ name: String) -> [ManualBlock] {
    switch name {
    case "moves": moves
    case "config": [.terms(SettingKey.all.map(term))]
    case "environment":
      [.terms(EnvironmentVariable.all.map { .init(name: $0.name, meaning: $0.meaning) })]
    case "exit codes":
      [.terms(ExitStatusCode.all.map { .init(name: "\($0.code)", meaning: $0.meaning) })]
    case "files": [.terms(DataFile.all.map { .init(name: $0.path, meaning: $0.meaning) })]
    case "reading": [.terms(reading)]
    case "manifest": [.terms(ManifestKeys.all.map(term))]
    default: []
    }
  }

  private static func term(_ key: SettingKey) -> ManualBlock.Term {
    .init(name: key.path, meaning: "\(key.meaning) (\(key.type), default: \(key.standard))")
  }

  private static func term(_ key: ManifestKeys.Row) -> ManualBlock.Term {
    .init(name: key.path, meaning: "\(key.meaning) (\(key.type), default: \(key.standard))")
  }

  private static var reading: [ManualBlock.Term] {
    Reading.shape.table.rows.map { row in
      .init(name: row.name, meaning: row.meaning)
    }
  }

  /// Each move with its fields; those in brackets may be left out.
  private static var moves: [ManualBlock] {
    let own = MoveSchema.actions.map { action in
      ManualBlock.Term(
        name: action.name.rawValue, meaning: "\(action.doc). \(fields(action.fields))")
    }
    return [
      .terms(own),
      .text("Every move may have \(fields(MoveSchema.common))"),
      .terms(MoveSchema.common.map { .init(name: $0.name, meaning: $0.doc) }),
    ]
  }

  private static func fields(_ fields: [MoveSchema.Field]) -> String {
    let names = fields.map { $0.isRequired ? "`\($0.name)`" : "[`\($0.name)`]" }
    return names.joined(separator: " ") + "."
  }
}
