internal import Foundation

/// An agent CLI of the test's own: two shell scripts. The one that thinks keeps each prompt and
/// prints the next answer of a queue; the one that works runs the script a test gave it.
public struct StubRunner: Sendable {
  private let folder: String

  public var tickCommand: String { "/bin/sh \(folder)/think" }
  public var workerCommand: String { "/bin/sh \(folder)/work" }

  init(root: String) throws {
    folder = "\(root)/stub"
    for name in ["calls", "queue", "workers"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    try put("think", Self.think(folder))
    try put("work", Self.work(folder))
  }

  private static func think(_ folder: String) -> String {
    """
    n=1
    while ! mkdir "\(folder)/calls/$n" 2>/dev/null; do n=$((n + 1)); done
    call="\(folder)/calls/$n"
    next=$(ls "\(folder)/queue" | head -n 1)
    [ -z "$next" ] || mv "\(folder)/queue/$next" "$call/answer"
    cat "${1:--}" >"$call/part" && mv "$call/part" "$call/prompt.md"
    case "$next" in
    "") echo '{"action":"noop","reason":"nothing is queued"}' ;;
    *.sh) exec /bin/sh "$call/answer" ;;
    *) cat "$call/answer" ;;
    esac

    """
  }

  private static func work(_ folder: String) -> String {
    """
    cat >"\(folder)/workers/$LOOOP_SESSION_ID.brief"
    script="\(folder)/workers/$LOOOP_SESSION_ID.sh"
    if [ -f "$script" ]; then exec /bin/sh "$script"; fi
    echo "nothing to do"

    """
  }

  // MARK: What it will say

  /// Adds an answer to the queue, as it is.
  public func says(_ answer: String) throws { try queue(answer, "txt") }

  /// Adds a move to the queue.
  public func moves(_ move: JSON) throws { try says(move.text + "\n") }

  /// Adds a script to the queue that prints the answer, or does worse.
  public func runs(_ script: String) throws { try queue(script + "\n", "sh") }

  /// Adds an answer that comes only once `release` was called with the same name.
  public func holds(_ name: String, then move: JSON) throws {
    let file = "\(folder)/\(name).released"
    try runs("until [ -e '\(file)' ]; do sleep 0.02; done; cat <<'MOVE'\n\(move.text)\nMOVE")
  }

  public func release(_ name: String) throws { try put("\(name).released", "") }

  /// What the worker `id` does once it starts.
  public func worker(_ id: String, _ script: String) throws {
    try put("workers/\(id).sh", script + "\n")
  }

  /// The brief the worker `id` was given.
  public func brief(_ id: String) -> String? { text("workers/\(id).brief") }

  private func queue(_ content: String, _ suffix: String) throws {
    // The names sort in the order they are queued.
    let stamp = String(format: "%020llu", DispatchTime.now().uptimeNanoseconds)
    try put("queue/\(stamp).\(suffix)", content)
  }

  // MARK: What it was asked

  /// How many calls were begun.
  public var calls: Int { names("calls").count }

  /// The prompt of the call, once the runner has it; the first is 1.
  public func prompt(_ call: Int) async throws -> String {
    try await Until.get("call \(call)", saw: { "\(calls) calls" }) {
      text("calls/\(call)/prompt.md")
    }
  }

  private func names(_ name: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []
  }

  private func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(folder)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func put(_ name: String, _ content: String) throws {
    let target = "\(folder)/\(name)"
    let temporary = "\(folder)/.new-\(UInt64.random(in: 0 ... .max))"
    try Data(content.utf8).write(to: URL(filePath: temporary))
    guard rename(temporary, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
