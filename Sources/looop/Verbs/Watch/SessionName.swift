internal import Base

/// What can be chosen in the window: the pulse, or a worker.
enum SessionName: Hashable, Sendable {
  case pulse
  case worker(Identifier)

  var text: String {
    switch self {
    case .pulse: "pulse"
    case .worker(let id): id.text
    }
  }
}
