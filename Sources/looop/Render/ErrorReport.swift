internal import Base

/// What a failed verb says on standard error with `--json`.
struct ErrorReport: Shaped {
  let error: LooopError

  static let shape = Shape<ErrorReport> { field in
    field.version()
    field("error", { Part(error: $0.error) }, "what went wrong")
  }

  struct Part: Shaped {
    let error: LooopError

    static let shape = Shape<Part> { field in
      field("code", \.error.code, "a stable name of the kind of error: `E_…`")
      field("message", \.error.message, "what happened, with file and line")
      field("hint", \.error.hint, "how to mend it")
    }
  }
}
