package import Base

/// One thing about a sensor's files that is wrong or could be better.
package struct SensorFinding: Sendable, Equatable {
  package enum Severity: String, Sendable, CaseIterable, JSONWritable {
    /// It does not work, or not as intended.
    case problem
    /// It works, but may surprise its user.
    case advice
  }

  package struct Place: Sendable, Equatable {
    package let file: String
    /// Counted from 1.
    package let line, column: Int?

    init(_ file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }

    /// `file:line:column`, as far as known.
    package var text: String {
      ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
    }
  }

  package let severity: Severity
  /// In the style of compilers: no capital letter, no full stop.
  package let text: String
  package let place: Place
  package let mend: String
}

/// How reliable a sensor is, as far as its files show.
package enum SensorGrade: String, Sendable, CaseIterable, Comparable, JSONWritable {
  case none, bronze, silver, gold

  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  package var next: SensorGrade? {
    Self.allCases.drop { $0 != self }.dropFirst().first
  }
}

/// The lint's result for one sensor.
package struct SensorReport: Sendable, Equatable {
  package let name: Identifier
  /// Problems first.
  package let findings: [SensorFinding]
  package let grade: SensorGrade
  /// What the next grade requires and is missing; empty for the highest.
  package let wanted: [String]

  package var hasProblem: Bool { findings.contains { $0.severity == .problem } }
}
