import Testing

@testable import Base

@Suite("What became of an act")
struct DeedTests {
  private static let cause = LooopError(
    .badData, code: "E_READ", "It cannot be read.", hint: "Mend it.")

  @Test("An act that is done is not in doubt because what follows from it failed")
  func unfinished() throws {
    let done = LooopError.done("The answer", but: Self.cause)
    #expect(done.code == "E_UNFINISHED" && done.kind == .cannotWrite && done.hint == "Mend it.")
    #expect(
      done.message == "The answer stands, but what follows from it failed: It cannot be read.")
    // In other words it is no other finding.
    #expect(done.of("The answer to w-1") == done)

    let standing = LooopError.standing("What was written", because: "Input/output error")
    #expect(standing.code == "E_STANDS")
    #expect(standing.of("The answer").message.hasPrefix("The answer stands, and may not survive"))
  }

  @Test("Of both the act counts, and what follows from it is done")
  func held() throws {
    for error in [LooopError.done("It", but: Self.cause), .standing("It", because: "EIO")] {
      var doubt: LooopError?
      let result = try Deed.hold(&doubt, as: 1) { () throws(LooopError) -> Int in throw error }
      #expect(result == 1 && doubt == error)
    }
    var doubt: LooopError?
    #expect(throws: LooopError.self) {
      try Deed.hold(&doubt) { () throws(LooopError) in throw Self.cause }
    }
    #expect(doubt == nil)
  }
}
