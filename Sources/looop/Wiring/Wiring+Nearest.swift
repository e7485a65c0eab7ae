internal import Base
internal import Core

/// What a person probably meant by an id that names nothing.
extension Wiring {
  /// The ask that was typed; throws `E_ID` with the nearest that waits.
  func askID(_ text: String) throws(LooopError) -> AskID {
    do throws(LooopError) { return try AskID(typed: text) } catch {
      // Of a data dir that cannot be read the verb says more.
      let pending = (try? loop.mailbox.contents().pending.map(\.id.text)) ?? []
      throw error.with(hint: Nearest.match(text, in: pending).map { "Did you mean '\($0)'?" })
    }
  }
}
