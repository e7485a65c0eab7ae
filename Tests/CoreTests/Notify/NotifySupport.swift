@testable import Base
@testable import Core

/// An ask raised at `raisedAt`, which the clock of these tests calls 1,000.
func ask(
  _ id: String = "fix-1", kind: Ask.Kind = .worker, options: [String] = [], at raisedAt: Int = 1_000
) -> Ask {
  var ask = Ask(id: AskID(id) ?? AskID(worker: Identifier(checked: "fix"), number: 1))
  ask.kind = kind
  ask.prompt = "Red or blue?"
  ask.options = options
  ask.raisedAt = raisedAt
  return ask
}

func rules(
  minAge: String? = nil, escalate: String? = nil, quiet: String? = nil
) throws -> NotifyRules {
  var rules = NotifyRules()
  try rules.set(minAge: minAge, escalate: escalate, quiet: quiet)
  return rules
}

/// A receipt of `ask` as it is once it was sent.
func receipt(_ ask: Ask, nonce: String = "n0nce", level: Int = 0, at now: Int = 1_000)
  -> NotifyReceipt
{
  var receipt = NotifyReceipt(ask: ask.id.text, notifier: "ntfy", nonce: nonce)
  receipt.shown = NotifyMessage.digest(of: ask)
  receipt.begin(level, at: now)
  receipt.succeed(level, at: now)
  return receipt
}
