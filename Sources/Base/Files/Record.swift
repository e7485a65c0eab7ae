/// A record file: one JSON object.
package enum Record {
  /// The object, or nil when there is no file. Throws `E_READ` when it cannot be read and
  /// `E_CORRUPT`, with the line and column, when it is not a JSON object. Only looop writes records, so
  /// a link in the place of one is `E_LINK`, unless it is `following`.
  package static func read(
    _ path: String, following: Bool = false
  ) throws(LooopError) -> JSONObject? {
    guard let bytes = try AtomicFile.read(path, following: following) else { return nil }
    do throws(JSONParser.Failure) {
      return try JSONParser.parseObject(bytes)
    } catch {
      throw LooopError(
        .badData, code: "E_CORRUPT", "\(path):\(error.line):\(error.column): \(error.message).",
        hint: "The file is left as it is; mend it or move it away.")
    }
  }

  /// The result of `read`; nil when the record is broken, with the error added to `problems`, so
  /// that one broken record does not hide the others.
  package static func noting<Value>(
    _ problems: inout [LooopError], _ read: () throws(LooopError) -> Value?
  ) throws(LooopError) -> Value? {
    do throws(LooopError) { return try read() } catch {
      guard isBroken(error) else { throw error }
      problems.append(error)
      return nil
    }
  }

  /// Whether the file itself is broken, not just unreadable at the moment.
  package static func isBroken(_ error: LooopError) -> Bool {
    ["E_CORRUPT", "E_LINK", "E_NO_FILE", "E_TOO_LARGE"].contains(error.code)
  }

  /// The version of records that this looop writes.
  package static let version = 1

  /// What is to be said of a record that a newer looop wrote: it is read as far as it is known.
  package static func newer(_ record: JSONObject, _ path: String) -> [LooopError] {
    guard let found = record["v"]?.int, found > version else { return [] }
    return [
      LooopError(
        .badData, code: "E_NEWER",
        "\(Untrusted.oneLine(path)) was written by a newer looop (version \(found), this one knows"
          + " \(version)): what is new in it is not read.",
        hint: "Update looop.")
    ]
  }

  /// The error for a record that is JSON but has wrong content.
  package static func corrupt(_ path: String, _ problem: String) -> LooopError {
    LooopError(
      .badData, code: "E_CORRUPT", "\(path): \(problem).",
      hint: "The file is left as it is; mend it or move it away.")
  }
}
