internal import Base

/// What `push` prints for programs.
struct PushReceipt: Shaped {
  let sensor: Identifier
  let id: String

  static let shape = Shape<PushReceipt> {
    Field.version
    Field("sensor", \.sensor, "the sensor's name")
    Field("id", \.id, "the name of the message in its inbox")
  }
}
