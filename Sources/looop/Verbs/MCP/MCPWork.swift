internal import Base
internal import Core

/// What one call of a tool comes to.
enum MCPWork {
  case result(JSONObject)
  case question(MCPQuestion)
  /// It goes on beside all other calls.
  case waits(any MCPWait)
}

/// A call that waits. It is looked after at every change of the files that it watches.
protocol MCPWait: AnyObject {
  /// When it ends without a match.
  var limit: Monotonic { get }
  /// Whose end it hears of.
  var process: ProcessHandle? { get }
  func watch(with watcher: FileWatcher) throws(LooopError)
  /// Nil while it goes on.
  func look() throws(LooopError) -> MCPEnding?
}

/// How a wait ended.
struct MCPEnding {
  let result: JSONObject
  /// Called once the client was sent the result.
  var sent: (() throws(LooopError) -> Void)?
}

/// The tools of one server.
protocol MCPTools {
  var tools: [MCPTool] { get }
  func perform(_ call: MCPCall) throws(LooopError) -> MCPWork
}

/// How long a call may wait, as a client gives it.
enum MCPPatience {
  private static let usual = 50
  private static let most = 86_400

  static func limit(_ seconds: Int?) throws(LooopError) -> Monotonic {
    let seconds = seconds ?? usual
    guard (0...most).contains(seconds) else {
      throw LooopError(
        .usage, code: "E_ARGUMENTS", "A wait lasts from 0 to \(most) seconds, not \(seconds).")
    }
    return .now() + .seconds(seconds)
  }
}

extension MCPCall {
  /// The arguments of the call; what is wrong with them is said to the model.
  func input<Input: ShapedRecord>(
    _ type: Input.Type, of tool: MCPTool
  ) throws(LooopError) -> Input {
    if let problem = tool.problem(in: arguments) {
      throw LooopError(.usage, code: "E_ARGUMENTS", "\(problem).")
    }
    do throws(Problem) { return try Input(arguments) } catch {
      throw LooopError(.usage, code: "E_ARGUMENTS", "\(tool.name): \(error.text).")
    }
  }
}
