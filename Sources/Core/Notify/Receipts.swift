package import Base

/// The receipts of one notifier, one file for each ask.
package struct Receipts: Sendable {
  private let store: Store
  private let notifier: Identifier

  package init(_ store: Store, of notifier: Identifier) {
    self.store = store
    self.notifier = notifier
  }

  private var ending: String { ".\(notifier).json" }

  private func path(_ id: AskID) -> String {
    "\(store.directory.receipts)/\(id.fileName)\(ending)"
  }

  /// Nil for an ask of which nothing was sent. A broken receipt is replaced by one that says that something may
  /// have been: a question that comes twice costs a look, one that never comes costs the night.
  package func receipt(of id: AskID) throws(LooopError) -> NotifyReceipt? {
    do throws(LooopError) {
      guard let record = try Record.read(path(id)) else { return nil }
      if let receipt = NotifyReceipt.read(record), receipt.ask == id.text { return receipt }
    } catch { guard Record.isBroken(error) else { throw error } }
    var unknown = blank(of: id)
    unknown.begin(0, at: 0)
    _ = unknown.interrupt()
    return unknown
  }

  package func blank(of id: AskID) -> NotifyReceipt {
    NotifyReceipt(ask: id.text, notifier: notifier.text, nonce: Self.nonce())
  }

  /// 16 random bytes in letters and digits.
  package static func nonce() -> String {
    var source = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
    return String((0..<26).map { _ in digits[Int.random(in: 0..<digits.count, using: &source)] })
  }

  package func write(_ receipt: NotifyReceipt, of id: AskID) throws(LooopError) {
    try AtomicFile.replace(path(id), JSONWriter.line(receipt.json))
  }

  /// Removes those of asks that are not in the mailbox any more.
  package func tidy(keeping asks: Set<AskID>) throws(LooopError) {
    let folder = store.directory.receipts
    let names = (try Folder.names(in: folder) ?? []).filter { name in
      guard name.hasSuffix(ending), let id = AskID(file: String(name.dropLast(ending.utf8.count)))
      else { return false }
      return !asks.contains(id)
    }
    try AtomicFile.delete(names, in: folder)
  }
}
