import Core
import Testing

@testable import Runners

@Suite("What a command needs before its agent runs")
struct CommandReachTests {
  private let registry = Registry(environment: ["HOME": "/home/ada"])

  @Test(
    "Programs, scripts and folders are found as far as the line says them",
    arguments: [
      ("claude -p", [CommandNeed.program("claude")]),
      ("/opt/brain -p", [.program("/opt/brain")]),
      ("nice -n 5 timeout 9 brain", [.program("nice"), .program("timeout"), .program("brain")]),
      ("env A=1 brain", [.program("env"), .program("brain")]),
      ("cat x | brain", [.program("cat"), .program("brain")]),
      ("cd / && brain", [.folder("/"), .program("brain")]),
      ("cd /srv && ./brain", [.folder("/srv"), .program("/srv/./brain")]),
      ("cd /srv && sh tick.sh", [.folder("/srv"), .program("sh"), .script("/srv/tick.sh")]),
      ("sh /x/tick.sh", [.program("sh"), .script("/x/tick.sh")]),
      ("bash -eu ~/tick.sh now", [.program("bash"), .script("/home/ada/tick.sh")]),
      ("python3 -u $HOME/tick.py", [.program("python3"), .script("/home/ada/tick.py")]),
      ("python3.12 /x.py", [.program("python3.12"), .script("/x.py")]),
      ("exec node /x.js", [.program("exec"), .program("node"), .script("/x.js")]),
      ("sh -c 'cd /a && brain'", [.program("sh"), .folder("/a"), .program("brain")]),
      (". /etc/agent.env && brain", [.script("/etc/agent.env")]),
      // What is found only by the shell, or by the program itself, is left out.
      ("PATH=/x:$PATH brain", []), ("export PATH=/x && brain", []),
      ("cd \"$X\" && ./brain", [.folder("$X"), .program("$X/./brain")]),
      ("cd - && ./brain", []), ("cd /a || exit 1; ./brain", []),
      ("sudo -u x brain", [.program("sudo")]), ("bash -lc brain", [.program("bash")]),
      ("python3 -m brain", [.program("python3")]), ("perl -e 'x'", [.program("perl")]),
      ("sh < x", [.program("sh")]), ("node --flag x.js", [.program("node")]),
      ("ruby x.rb", [.program("ruby"), .script("x.rb")]),
    ])
  func needs(command: String, needs: [CommandNeed]) {
    #expect(registry.needs(ofCommand: command) == needs)
  }
}
