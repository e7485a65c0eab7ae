public import Core

/// One thing about a sensor's files that is wrong or could be better.
public struct SensorFinding: Sendable, Equatable {
  public enum Severity: String, Sendable {
    /// It does not work, or not as it is meant.
    case problem
    /// It works, and will surprise somebody.
    case advice
  }

  public struct Place: Sendable, Equatable {
    public let file: String
    /// Counted from 1.
    public let line, column: Int?

    init(_ file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }

    /// `file:line:column`, as far as it is known.
    public var text: String {
      ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
    }
  }

  public let severity: Severity
  /// As compilers say it: no capital letter, no full stop.
  public let text: String
  public let place: Place
  public let mend: String
}

/// How far one may rely on a sensor, as far as that shows without running it.
public enum SensorGrade: String, Sendable, CaseIterable {
  case none, bronze, silver, gold

  public var next: SensorGrade? {
    Self.allCases.drop { $0 != self }.dropFirst().first
  }
}

/// What the lint says of one sensor.
public struct SensorReport: Sendable, Equatable {
  public let name: Identifier
  /// Problems first.
  public let findings: [SensorFinding]
  public let grade: SensorGrade
  /// What the next grade asks for and is not there; empty for the highest.
  public let wanted: [String]

  public var hasProblem: Bool { findings.contains { $0.severity == .problem } }
}
