import Base
import Testing

@testable import Sensors

@Suite("Head of a script")
struct ScriptHeadTests {
  @Test(
    "The original's interval line is a clock when it stands in the first twenty lines",
    arguments: [
      ("# looop:interval=300", 300),
      ("#!/bin/sh\n# looop:interval=300\n", 300),
      ("#looop:interval=5", 5),
      ("  ##\t looop:interval= 5m \t", 300),
      ("# looop:interval=1\n# looop:interval=2", 1),
      ("# looop:interval=soon\n# looop:interval=2", 2),
      (String(repeating: "\n", count: 19) + "# looop:interval=300", 300),
      (String(repeating: "\n", count: 20) + "# looop:interval=300", nil),
      ("# looop:interval=0", nil),
      ("# looop:interval=-1", nil),
      ("# looop:interval=99999999999999999999", nil),
      ("looop:interval=300", nil),
      ("# see looop:interval=300", nil),
      ("", nil),
    ])
  func interval(script: String, expected: Int?) {
    #expect(ScriptHead(Array(script.utf8)).interval?.seconds == expected)
  }

  @Test(
    "The interpreter is the text after the mark of the first line",
    arguments: [
      ("#!/bin/sh\necho", "/bin/sh"),
      ("#! /usr/bin/env  python3 \n", "/usr/bin/env  python3"),
      ("#!/bin/sh -e", "/bin/sh -e"),
      ("#!/bin/sh\r\n", "/bin/sh\r"),
      ("#!\n", nil),
      ("\n#!/bin/sh", nil),
      (" #!/bin/sh", nil),
      ("", nil),
    ])
  func interpreter(script: String, expected: String?) {
    #expect(ScriptHead(Array(script.utf8)).interpreter == expected)
  }
}
