import Testing

@testable import Base

@Suite struct FirstResultTests {
  /// What the file system answers may differ the second time.
  @Test func eachElementIsAskedOnce() {
    var asked: [Int] = []
    let found = [1, 2, 3].firstResult { (element: Int) -> String? in
      defer { asked.append(element) }
      return element == 2 && !asked.contains(2) ? "two" : nil
    }
    #expect(found == "two")
    #expect(asked == [1, 2])
  }

  @Test func withoutAResultItIsNil() {
    #expect([1, 2].firstResult { _ in nil as Int? } == nil)
  }
}
