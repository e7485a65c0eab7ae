import TestSupport

/// Something that goes on until the test ends it.
struct Hanging {
  let box: Sandbox
  let name: String

  init(_ box: Sandbox, _ name: String = "it") {
    self.box = box
    self.name = name
  }

  var script: String {
    """
    echo $$ >'\(box.path("\(name).pid"))'; until [ -e '\(box.path("\(name).end"))' ]; do sleep 0.05; done
    """
  }

  /// A sensor that says 1 at once until it is to hang, and 2 when that ends. `first` is what it does
  /// before it hangs.
  func sensor(_ sensor: String, first: String = ":", clock: String = "every: 1s") throws {
    try box.sensor(
      sensor,
      """
      if [ -e '\(begun)' ]
      then \(first); \(script); echo '{"signal":2}'
      else echo '{"signal":1}'
      fi
      """, manifest: "description: hangs\n\(clock)\ntimeout: 10m\n")
  }

  /// The file that lets it hang.
  var begun: String { box.path("\(name).begin") }

  func begin() throws { try box.write("\(name).begin", "") }
  func hasBegun() async throws { _ = try await box.pid(in: "\(name).pid") }
  func end() throws { try box.write("\(name).end", "") }

  /// Whether the very process that began still runs.
  var isHanging: Bool {
    guard let pid = Int32(box.text("\(name).pid").dropLast()) else { return false }
    return !box.exists("\(name).end") && Processes.isAlive(pid)
  }
}
