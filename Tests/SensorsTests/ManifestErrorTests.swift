import Base
import Core
import Testing

@testable import Sensors

private let top = "known are: " + ManifestKeys.names.joined(separator: ", ")

/// What follows `description: x` on the second line, and what is said of it.
private typealias Case = (text: String, message: String)

private let unknownKeys: [Case] = [
  ("evry: 5m", "2:1: unknown key 'evry'; did you mean 'every'?"),
  ("owner: x\nEnabled: true", "3:1: unknown key 'Enabled'; did you mean 'enabled'?"),
  ("zebra: 1", "2:1: unknown key 'zebra'; \(top)"),
  ("X-a: 1", "2:1: unknown key 'X-a'; \(top)"),
  ("\"\\e[31m\": 1", "2:1: unknown key '\\u{1b}[31m'; \(top)"),
  ("run:\n  comand: [a]", "3:3: unknown key 'comand'; did you mean 'command'?"),
  (
    "run:\n  shell: a",
    "3:3: unknown key 'shell'; known are: command, stdin, cwd, env, environment, stderr,"
      + " exit_codes, output"
  ),
  ("retry: {time: 1}", "2:9: unknown key 'time'; did you mean 'times'?"),
  ("retry: {every: 1}", "2:9: unknown key 'every'; known are: times, delay"),
  ("wake: {ignor: []}", "2:8: unknown key 'ignor'; did you mean 'ignore'?"),
  (
    "wake: {every: 5m}",
    "2:8: unknown key 'every'; known are: on, ignore, tolerance, settle, min_interval, flap"
  ),
  ("wake:\n  flap: {witin: 5}", "3:10: unknown key 'witin'; did you mean 'within'?"),
  ("wake: {flap: {x: 5}}", "2:15: unknown key 'x'; known are: after, within, action"),
  ("quiet_hours:\n  - day: [sat]", "3:5: unknown key 'day'; did you mean 'days'?"),
  ("quiet_hours: {until: 1}", "2:15: unknown key 'until'; known are: days, from, to"),
  ("inputs: {a: {requird: true}}", "2:14: unknown key 'requird'; did you mean 'required'?"),
  (
    "inputs: {a: {secret: 1}}",
    "2:14: unknown key 'secret'; known are: description, required, default, enum, pattern"
  ),
  ("requires: {comands: []}", "2:12: unknown key 'comands'; did you mean 'commands'?"),
  ("requires: {x: []}", "2:12: unknown key 'x'; known are: commands, os"),
  ("push: {dedup: /a}", "2:8: unknown key 'dedup'; did you mean 'dedupe'?"),
  ("push: {every: 1}", "2:8: unknown key 'every'; known are: dedupe, max_per_minute, keep"),
  ("signal_schema: {typ: object}", "2:17: unknown key 'typ'; did you mean 'type'?"),
]

private let wrongWords: [Case] = [
  ("run: {stdin: reading}", "2:14: 'stdin' is 'reading'; write none or last_reading"),
  ("run: {env: dirty}", "2:12: 'env' is 'dirty'; write clean or inherit"),
  (
    "run: {exit_codes: nagois}",
    "2:19: 'exit_codes' is 'nagois'; write plain or nagios; did you mean 'nagios'?"
  ),
  (
    "run: {exit_codes: {0: ok, 1: nothing}}",
    "2:30: 'exit_codes.1' is 'nothing'; write ok or none or urgent or error"
  ),
  (
    "run: {exit_codes: {33: urgnt}}",
    "2:24: 'exit_codes.33' is 'urgnt'; write ok or none or urgent or error; did you mean 'urgent'?"
  ),
  (
    "run: {exit_codes: {256: ok}}",
    "2:20: '256' is not an exit code; write a number from 0 to 255"
  ),
  ("run: {exit_codes: {01: ok}}", "2:20: '01' is not an exit code; write a number from 0 to 255"),
  (
    "run: {exit_codes: {}}", "2:19: 'exit_codes' names no code; write such as {0: ok, 1: none}"
  ),
  ("run: {stderr: both}", "2:15: 'stderr' is 'both'; write apart or merge"),
  (
    "run: {environment: [A=b]}",
    "2:20: 'environment' must be a mapping of names to texts, such as {LC_ALL: C}"
  ),
  (
    "run: {environment: {LD_PRELOAD: x}}",
    "2:21: 'LD_PRELOAD' cannot be the name of a variable of the sensor's own"
  ),
  (
    "run: {environment: {INPUT_A: x}}",
    "2:21: 'INPUT_A' cannot be the name of a variable of the sensor's own"
  ),
  ("run: {environment: {A: [x]}}", "2:24: 'environment.A' must be text"),
  (
    "run: {environment: {A_TOKEN: x}}\nsecrets: [A_TOKEN]",
    "3:10: 'A_TOKEN' is set in 'run.environment' too; remove it there"
  ),
  (
    "age_of: x", "2:9: 'age_of' has no effect without 'ttl', which says how old a reading may get"
  ),
  ("ttl: 1h\nage_of: ''", "3:9: 'age_of' must be a path"),
  (
    "push: {}\nttl: 1h\nage_of: x",
    "4:9: a sensor with 'push' runs nothing, so 'age_of' has no effect"
  ),
  ("run: {output: xml}", "2:15: 'output' is 'xml'; write json or text or lines"),
  (
    "run: {output: JSON}",
    "2:15: 'output' is 'JSON'; write json or text or lines; did you mean 'json'?"
  ),
  ("catch_up: all", "2:11: 'catch_up' is 'all'; write one or none"),
  ("relook: now", "2:9: 'relook' is 'now'; write always or never or auto"),
  (
    "on_error: keep-last",
    "2:11: 'on_error' is 'keep-last'; write signal or keep_last; did you mean 'keep_last'?"
  ),
  ("wake: {on: change}", "2:12: 'on' is 'change'; write signal or always or never"),
  (
    "wake: {on: always, settle: 5s}",
    "2:7: with 'on: always' every run is a change, so it never settles"
  ),
  (
    "push: {}\nwake: {settle: 5s}",
    "3:7: a sensor with 'push' runs nothing that could show whether a change lasts; 'settle' and"
      + " 'on: always' have no effect"
  ),
  (
    "quiet_hours: {from: '08:00', to: '08:00'}",
    "2:34: quiet hours must not end when they begin; write 00:00 and 24:00 for the whole day"
  ),
  (
    "wake: {flap: {action: mutes}}",
    "2:23: 'action' is 'mutes'; write flag or mute; did you mean 'mute'?"
  ),
  ("trust: full", "2:8: 'trust' is 'full'; write trusted or internal or untrusted"),
  ("requires: {os: [linux, win]}", "2:16: 'os' is 'win'; write linux or macos"),
]

private let wrongKinds: [Case] = [
  ("owner: [a]", "2:8: 'owner' must be text, found a list"),
  ("links: a", "2:8: 'links' must be a list, found text"),
  ("links: [a, {b: c}]", "2:12: 'links' must be text, found a mapping"),
  ("links: [a, ~]", "2:12: 'links' must be text, found nothing"),
  ("run: sensors/x.py", "2:6: expected a mapping of keys, found text"),
  (
    "run:\n  command: python3 x.py",
    "3:12: 'run.command' must be a list of words, such as [python3, sensors/x.py], not one text"
  ),
  (
    "run: {command: {a: b}}",
    "2:16: 'run.command' must be a list of words, such as [python3, sensors/x.py], not one text"
  ),
  (
    "run:\n  command: []",
    "3:12: 'run.command' must be a list of words, such as [python3, sensors/x.py], "
      + "and start with a program"
  ),
  (
    "run:\n  command: ['', x]",
    "3:12: 'run.command' must be a list of words, such as [python3, sensors/x.py], "
      + "and start with a program"
  ),
  ("run: {command: [a, [b]]}", "2:20: 'command' must be text, found a list"),
  ("run: {cwd: [a]}", "2:12: 'cwd' must be text, found a list"),
  ("run: {env: [clean]}", "2:12: 'env' must be text, found a list"),
  ("retry: 3", "2:8: expected a mapping of keys, found text"),
  ("quiet_hours: night", "2:14: expected a mapping of keys, found text"),
  ("quiet_hours: [night]", "2:15: expected a mapping of keys, found text"),
  ("watch: a", "2:8: 'watch' must be a list, found text"),
  ("wake: never", "2:7: expected a mapping of keys, found text"),
  ("wake: {ignore: /a}", "2:16: 'ignore' must be a list, found text"),
  ("wake: {flap: mute}", "2:14: expected a mapping of keys, found text"),
  ("wake: {tolerance: 5}", "2:19: 'tolerance' must map pointers to numbers, such as {/percent: 5}"),
  (
    "wake: {tolerance: [a]}",
    "2:19: 'tolerance' must map pointers to numbers, such as {/percent: 5}"
  ),
  ("signal: /a", "2:9: 'signal' must be a mapping of names to pointers, such as {open: /count}"),
  ("signal: {}", "2:9: 'signal' must be a mapping of names to pointers, such as {open: /count}"),
  ("detail: [/a]", "2:9: 'detail' must be a mapping of names to pointers, such as {open: /count}"),
  ("signal_schema: object", "2:16: a schema must be a mapping of keywords, true or false"),
  ("signal_schema: {type: strin}", "2:23: unknown type 'strin'; did you mean 'string'?"),
  ("inputs: [a]", "2:9: 'inputs' must be a mapping of names, such as {repo: {required: true}}"),
  ("requires: [git]", "2:11: expected a mapping of keys, found a list"),
  ("requires: {commands: git}", "2:22: 'commands' must be a list, found text"),
  ("secrets: TOKEN", "2:10: 'secrets' must be a list, found text"),
  ("secrets: {TOKEN: x}", "2:10: 'secrets' must be a list, found a mapping"),
  ("network: example.org", "2:10: 'network' must be a list, found text"),
  ("network: [[a]]", "2:11: 'network' must be text, found a list"),
  ("push: true", "2:7: expected a mapping of keys, found text"),
  ("push: [a]", "2:7: expected a mapping of keys, found a list"),
]

private let noPointer = "is not a JSON Pointer; write /name, or /list/*/name for each element"
private let noSecret = "cannot be the name of a secret; write a variable's name, such as API_TOKEN"

private let wrongPointers: [Case] = [
  ("wake: {ignore: [/a, b]}", "2:16: 'b' \(noPointer)"),
  ("wake: {ignore: [/a~2]}", "2:16: '/a~2' \(noPointer)"),
  ("push: {dedupe: id}", "2:16: 'id' \(noPointer)"),
  (
    "wake: {tolerance: {percent: 5}}",
    "2:20: 'percent' is not a JSON Pointer to one number; write /name"
  ),
  (
    "wake: {tolerance: {/a/*/b: 5}}",
    "2:20: '/a/*/b' is not a JSON Pointer to one number; write /name"
  ),
  ("wake: {tolerance: {/a: -1}}", "2:24: a tolerance must be a number, 0 or more"),
  ("wake: {tolerance: {/a: much}}", "2:24: a tolerance must be a number, 0 or more"),
  ("wake: {tolerance: {/a: 1e999}}", "2:24: a tolerance must be a number, 0 or more"),
  ("wake: {tolerance: {/a: nan}}", "2:24: a tolerance must be a number, 0 or more"),
  ("wake: {tolerance: {/a: [5]}}", "2:24: a tolerance must be a number, 0 or more"),
  ("wake: {tolerance: {/a: 1, /a: 2}}", "2:27: the key '/a' appears twice, first on line 2"),
  (
    "signal: {a: b}",
    "2:13: 'signal': the pointer of 'a' must start with '/', such as /items/0/id, "
      + "or be '' for the whole"
  ),
  ("signal: {'': /b}", "2:10: 'signal' has a member without a name"),
  (
    "detail: {a: 5}",
    "2:13: 'detail': the pointer of 'a' must start with '/', such as /items/0/id, "
      + "or be '' for the whole"
  ),
  ("secrets: [A, 1B]", "2:10: '1B' \(noSecret)"),
  ("secrets: [A-B]", "2:10: 'A-B' \(noSecret)"),
  ("secrets: ['?']", "2:10: '?' \(noSecret)"),
  ("secrets: ['A??']", "2:10: 'A??' \(noSecret)"),
  ("secrets: [PATH]", "2:10: 'PATH' \(noSecret)"),
  ("secrets: ['LOOOP_RUN?']", "2:10: 'LOOOP_RUN?' \(noSecret)"),
  ("secrets: [LD_PRELOAD]", "2:10: 'LD_PRELOAD' \(noSecret)"),
  ("secrets: [É]", "2:10: 'É' \(noSecret)"),
  ("secrets: ['']", "2:10: '' \(noSecret)"),
]

private let together: [Case] = [
  ("push: {}\nrun: {env: clean}", "3:6: a sensor with 'push' runs nothing, so 'run' has no effect"),
  ("every: 5m\npush: {}", "2:8: a sensor with 'push' runs nothing, so 'every' has no effect"),
  ("push:\nwatch: [a]", "3:8: a sensor with 'push' runs nothing, so 'watch' has no effect"),
  (
    "push: {}\nretry: {times: 1}",
    "3:8: a sensor with 'push' runs nothing, so 'retry' has no effect"
  ),
  ("jitter: 5s", "2:9: 'jitter' is added to 'every', which is not set"),
  (
    "every: 5m\nttl: 5m",
    "3:6: 'ttl' must be longer than 'every', or each reading is stale before the next run"
  ),
  (
    "ttl: 5\nevery: 10",
    "2:6: 'ttl' must be longer than 'every', or each reading is stale before the next run"
  ),
]

private let documents: [Case] = [
  ("every: 5m\nevery: 6m", "3:1: the key 'every' appears twice, first on line 2"),
  ("every: !!int 5", "2:8: tags ('!…') are not allowed"),
  ("every: *a", "2:8: '*a' refers to no finished node above it"),
  ("owner: a\u{0}b", "2:9: a NUL byte"),
  ("owner: \"a\\0b\"", "2:8: a NUL character"),
  ("---\nevery: 5m", "2:1: a second document; a file may hold only one"),
  ("? [a]\n: 1", "2:3: a key must be text, this is a list"),
]

@Suite("What a manifest is refused for")
struct ManifestErrorTests {
  @Test("An unknown key is told with the nearest known one", arguments: unknownKeys)
  func unknown(text: String, message: String) { #expect(complaint(text) == message) }

  @Test("A word that is no choice is told with those that are", arguments: wrongWords)
  func words(text: String, message: String) { #expect(complaint(text) == message) }

  @Test("A value of the wrong kind is told where it stands", arguments: wrongKinds)
  func kinds(text: String, message: String) { #expect(complaint(text) == message) }

  @Test("What is no pointer, and what names no secret", arguments: wrongPointers)
  func pointers(text: String, message: String) { #expect(complaint(text) == message) }

  @Test("What is right by itself and not together", arguments: together)
  func whole(text: String, message: String) { #expect(complaint(text) == message) }

  @Test("What is no YAML of ours", arguments: documents)
  func yaml(text: String, message: String) { #expect(complaint(text) == message) }

  @Test(
    "What is no mapping at all",
    arguments: [
      ("- every: 5m", "1:1: expected a mapping of keys, found a list"),
      ("5m", "1:1: expected a mapping of keys, found text"),
      ("", "1:1: the file holds no document"), ("# only\n", "2:1: the file holds no document"),
      (
        "every: 5m",
        "1:1: a manifest needs a 'description': one line that says what the sensor observes"
      ),
      ("{}", "1:1: a manifest needs a 'description': one line that says what the sensor observes"),
    ])
  func roots(text: String, message: String) {
    let error = thrown { () throws(LooopError) in
      _ = try Manifest.parse(Array(text.utf8), file: "x.yaml")
    }
    #expect(error?.code == "E_MANIFEST" && error?.message == "x.yaml:\(message)")
  }

  @Test("A very long key is cut in the message, and its line breaks are not drawn")
  func longKey() {
    for key in [String(repeating: "k", count: 5000), String(repeating: "k\\n", count: 2000)] {
      #expect((1..<420).contains(complaint("? \"\(key)\"\n: 1").utf8.count))
      #expect(!complaint("? \"\(key)\"\n: 1").contains("\n"))
    }
  }
}
