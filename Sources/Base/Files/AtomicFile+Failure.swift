internal import CSys

/// What is said of a file that cannot be read or written, and how to mend it.
extension AtomicFile {
  package static func failure(_ verb: String, _ path: String, errno code: Int32) -> LooopError {
    let reason = String(cString: strerror(code))
    let hint: String? =
      switch code {
      case ENOSPC, EDQUOT: "Make room on the disk that holds it, then try again."
      case EACCES, EPERM:
        Ownership.remedy(ofForeign: path)
          ?? "Make it readable and writable for the user looop runs as."
      case EROFS: "It is on a read-only file system; use --data-dir to name another place."
      case ENAMETOOLONG: "Choose a shorter name."
      case EFBIG: "Raise the limit on the size of files (`ulimit -f`)."
      case EMFILE: "Raise the limit on open files (`ulimit -n`)."
      case ENFILE, ENOMEM: "The machine has none left: end what needs so many, then try again."
      default: nil
      }
    let readings = ["read": "E_READ", "list": "E_LIST"]
    return LooopError(
      readings[verb] == nil ? .cannotWrite : .badData, code: readings[verb] ?? "E_WRITE",
      "Cannot \(verb) \(path): \(reason).", hint: hint)
  }

  static func noFile(_ verb: String, _ path: String) -> LooopError {
    LooopError(
      verb == "read" ? .badData : .cannotWrite, code: "E_NO_FILE",
      "Cannot \(verb) \(path): it is not a regular file.",
      hint: "Put a file in its place or move it away.")
  }

  static func leadsNowhere(_ path: String, _ verb: String = "read") -> LooopError {
    LooopError(
      .badData, code: "E_NO_FILE",
      "Cannot \(verb) \(path): it is a link to a file that is not there.",
      hint: "Bring the file back, or remove the link.")
  }

  /// The failure of an open that follows no link in the file's own place.
  static func ownFailure(_ verb: String, _ path: String, errno code: Int32) -> LooopError {
    code == ELOOP && FileFacts.isLink(path)
      ? isLink(verb, path) : failure(verb, path, errno: code)
  }

  static func isLink(_ verb: String, _ path: String) -> LooopError {
    LooopError(
      verb == "read" ? .badData : .cannotWrite, code: "E_LINK",
      "Cannot \(verb) \(path): it is a link, and only looop itself writes this file.",
      hint: "Put the file itself in its place, or remove the link. The data dir and its folders may"
        + " be links; this may not.")
  }
}
