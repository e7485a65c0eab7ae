internal import Base

/// Where the mailbox keeps its records, and the ids that are in use.
struct MailboxFiles {
  private let directory: DataDirectory

  init(_ directory: DataDirectory) { self.directory = directory }

  func ask(_ id: AskID) -> String { "\(directory.asks)/\(id.file(.record))" }
  func answer(_ id: AskID) -> String { "\(directory.answers)/\(id.file(.record))" }
  func receipt(_ id: AskID) -> String { place(id, .receipt) }

  /// A file beside asks and answers: a receipt, or a record that was moved out of the way.
  func place(_ id: AskID, _ file: AskFile) -> String { "\(directory.mailbox)/\(id.file(file))" }

  func identifiers(in folder: String, of file: AskFile) throws(LooopError) -> [AskID] {
    let suffix = file.rawValue
    return (try Folder.names(in: folder) ?? []).compactMap { name in
      name.hasSuffix(suffix) ? AskID(file: String(name.dropLast(suffix.count))) : nil
    }
  }

  /// The same; a name that is not an id is a problem.
  func identifiers(
    in folder: String, of file: AskFile, noting problems: inout [LooopError]
  ) throws(LooopError) -> [AskID] {
    let suffix = file.rawValue
    var ids: [AskID] = []
    for name in try Folder.names(in: folder) ?? [] where name.hasSuffix(suffix) {
      if let id = AskID(file: String(name.dropLast(suffix.count))) {
        ids.append(id)
      } else {
        problems.append(
          LooopError(
            .badData, code: "E_ID",
            "\(Untrusted.oneLine("\(folder)/\(name)")) is not shown as an ask: its name is not that of"
              + " a worker, a dash and a number.",
            hint: "Rename it, for example to fix-1.json, and its id with it."))
      }
    }
    return ids
  }

  /// The highest number that each asker has ever used.
  func highestNumbers() throws(LooopError) -> [Identifier: Int] {
    var highest: [Identifier: Int] = [:]
    let places: [(String, AskFile)] = [
      (directory.asks, .record), (directory.answers, .record), (directory.mailbox, .formerAsk),
      (directory.mailbox, .receipt),
      // Where the original put what was answered and done with.
      ("\(directory.asks)/archive", .record), ("\(directory.answers)/archive", .record),
    ]
    for (folder, file) in places {
      for id in try identifiers(in: folder, of: file) {
        highest[id.worker] = max(highest[id.worker] ?? 0, id.number)
      }
    }
    return highest
  }
}
