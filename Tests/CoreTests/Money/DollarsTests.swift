import Testing

@testable import Core

@Suite("Dollars")
struct DollarsTests {
  @Test(
    "A sum has no noise of binary fractions, and what is absurd stays as it is",
    arguments: [
      (0.1 + 0.2, 0.3), (0.4 + 0.8, 1.2), (0.000_000_5, 0.000_000_5), (0, 0), (1e300, 1e300),
    ])
  func rounded(_ sum: Double, _ amount: Double) { #expect(Dollars.rounded(sum) == amount) }

  @Test("Costs add up to what a person would write")
  func sum() {
    let cents = (0..<12).map { _ in Cost(dollars: 0.1, source: .reported) }
    #expect(cents.reduce(.unknown, +).dollars == 1.2)
  }
}
