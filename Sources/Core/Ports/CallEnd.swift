package import Base

/// How the process of a call ended, beside what it printed: with both an adapter reads the call again.
package struct CallEnd: Sendable, Equatable {
  package var status: ProcessOutcome
  /// The end of what it printed on standard error.
  package var errors: String

  package init(status: ProcessOutcome = .exited(0), errors: String = "") {
    self.status = status
    self.errors = errors
  }
}

extension CallEnd: ShapedRecord {
  package static let blank = CallEnd()

  package static let shape = Shape<CallEnd> { field in
    field("exit", \.status, "how the last call's process ended, such as `code 0` or `signal 9`")
    field("stderr", \.errors, omitting: "", "the end of what it printed on standard error")
  }
}
