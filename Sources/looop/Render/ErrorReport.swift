internal import Base

/// What a failed verb says on standard error with `--json`.
struct ErrorReport: Shaped {
  let error: LooopError

  static let shape = Shape<ErrorReport> {
    Field.version
    Field("error", { Part(error: $0.error) }, "what went wrong")
  }

  struct Part: Shaped {
    let error: LooopError

    static let shape = Shape<Part> {
      Field("code", \.error.code, "a stable name of the kind of error: `E_…`")
      Field("message", \.error.message, "what happened, with file and line")
      Field("hint", \.error.hint, "how to mend it")
    }
  }
}
