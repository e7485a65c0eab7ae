internal import HTTPServer
internal import Synchronization

/// What a service answers, by the request alone. Pure: no socket, no memory.
protocol ScriptedAPI: Sendable {
  func answer(_ request: HTTPRequest) -> HTTPResponse
  /// How it says that it will not answer.
  func refusal(_ status: Int, _ message: String) -> HTTPResponse
}

/// A scripted service at a port of its own, and what befalls its answers at the moment.
final class Site: Sendable {
  let server: HTTPServer
  private let api: any ScriptedAPI
  private let weather: Weather

  init(_ api: any ScriptedAPI) throws {
    let weather = Weather()
    server = try HTTPServer { (api.answer($0), weather.fault.withLock { $0 }) }
    self.api = api
    self.weather = weather
  }

  var port: UInt16 { server.port }

  /// From now on, until told otherwise; nil for nothing.
  func befalls(_ fault: Fault?) { weather.fault.withLock { $0 = fault } }

  func refuses(_ status: Int, _ message: String = "not now") {
    befalls(.instead(api.refusal(status, message)))
  }
}

private final class Weather: Sendable {
  let fault = Mutex<Fault?>(nil)
}
