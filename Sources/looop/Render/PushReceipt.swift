internal import Base

/// What `push` prints for programs.
struct PushReceipt: Shaped {
  let sensor: Identifier
  let id: String

  static let shape = Shape<PushReceipt> { field in
    field.version()
    field("sensor", \.sensor, "the sensor's name")
    field("id", \.id, "the name of the message in its inbox")
  }
}
