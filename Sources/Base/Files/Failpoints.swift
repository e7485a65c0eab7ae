internal import CSys

#if DEBUG
  internal import Synchronization

  /// Where a test may kill looop: before, within and after every write. A release build has no
  /// failpoints.
  ///
  /// A point is named by protocol, shape of the path and step, such as `replace
  /// sessions/*/status.json before`. There is no list of points: a test records those that a
  /// process passes, then kills it at each.
  package enum Failpoints {
    /// The one variable that arms them, a JSON object with any of
    /// - `record`: a file that gets a line `role<tab>point` for each point passed
    /// - `kill`: `{"role","point","pass","mark"}`: whoever has the role and passes the point for the
    ///   `pass`th time kills itself, unless the file `mark` is there already; it is made just before
    /// - `calls`: a file that gets a line `role<tab>call` for each system call of `Calls`
    /// - `fail`: `{"role","call","at","times","errno","mark"}`: whoever has the role gets `errno` at
    ///   its `at`th such system call, and at those that follow if `times` is more than one; the file
    ///   `mark` is made when it did
    /// - `changes`: a file that gets a line of JSON, `[what, path, other path or data]`, for each change
    ///   that `Calls` makes to the file system
    /// - `clock`: `{"speed","equals"}`, see `Clock.accelerated`, or `{"stands"}`, a moment that does
    ///   not pass
    package static let variable = "LOOOP_FAILPOINTS"

    /// The folders of the data dir, so that ids can be removed from their paths.
    package struct Tree {
      let root: String
      /// All of them, the root included.
      let folders: [String]
      /// Those below the root whose files have fixed names.
      let fixed: [String]
      /// The folder whose subfolders hold files with unique names.
      let unique: String

      package init(root: String, folders: [String], fixed: [String], unique: String) {
        self.root = root
        self.folders = folders
        self.fixed = fixed
        self.unique = unique
      }
    }

    private struct Armed {
      let role: String
      let tree: Tree
      let record: String?
      let calls: String?
      let changes: String?
      let kill: JSONValue?
      let fail: JSONValue?
      var passed = 0
      var called = 0
    }

    private static let armed = Mutex<Armed?>(nil)

    /// Call it once, at the start, with the variable's value and the verb. Returns the clock of
    /// this process.
    package static func arm(_ orders: String?, verb: String?, tree: Tree) -> Clock {
      guard let orders, let orders = try? JSONParser.parse(orders) else { return .system }
      let role = ["pulse": "pulse", "supervise": "supervisor"][verb ?? ""] ?? "verb"
      armed.withLock {
        $0 = Armed(
          role: role, tree: tree, record: orders["record"]?.string,
          calls: orders["calls"]?.string, changes: orders["changes"]?.string, kill: orders["kill"],
          fail: orders["fail"])
      }
      if let moment = orders["clock"]?["stands"]?.int { return Clock { moment } }
      guard let speed = orders["clock"]?["speed"]?.int, let moment = orders["clock"]?["equals"]?.int
      else { return .system }
      return .accelerated(speed: speed, equalAt: moment)
    }

    /// Records that a point was passed, and kills this process if that is ordered, after `dying`.
    package static func pass(
      _ kind: StaticString, _ path: String, step: StaticString, dying: () -> Void = {}
    ) {
      let isEnd = armed.withLock { armed in
        guard let point = armed.map({ "\(kind) \(shape(path, in: $0.tree)) \(step)" }),
          let role = armed?.role
        else { return false }
        if let file = armed?.record { write("\(role)\t\(point)\n", to: file, O_APPEND) }
        guard let kill = armed?.kill, kill["role"]?.string == role, kill["point"]?.string == point
        else { return false }
        armed?.passed += 1
        guard armed?.passed == kill["pass"]?.int, let mark = kill["mark"]?.string else {
          return false
        }
        return write("\(getpid())\n", to: mark, O_EXCL)
      }
      guard isEnd else { return }
      dying()
      while kill(getpid(), SIGKILL) == 0 {}
    }

    /// The errno that this system call gets; nil to make it.
    static func failure(of call: StaticString, _ path: @autoclosure () -> String) -> Int32? {
      armed.withLock { armed in
        guard let role = armed?.role else { return nil }
        if let file = armed?.calls { write("\(role)\t\(call)\n", to: file, O_APPEND) }
        guard let fail = armed?.fail, fail["role"]?.string == role,
          fail["call"]?.string == "\(call)", let number = fail["at"]?.int
        else { return nil }
        armed?.called += 1
        guard let called = armed?.called, called >= number,
          called < number + (fail["times"]?.int ?? 1), let code = fail["errno"]?.int
        else { return nil }
        if let mark = fail["mark"]?.string { write("\(path())\n", to: mark, O_APPEND) }
        return Int32(clamping: code)
      }
    }

    static var notesChanges: Bool { armed.withLock { $0?.changes != nil } }

    static func note(_ change: StaticString, _ path: String, with other: String? = nil) {
      let words = ["\(change)", path] + [other].compactMap(\.self)
      let line = JSONWriter.text(.array(words.map(JSONValue.string))) + "\n"
      armed.withLock { armed in
        if let file = armed?.changes { write(line, to: file, O_APPEND) }
      }
    }

    @discardableResult
    private static func write(_ text: String, to path: String, _ flag: Int32) -> Bool {
      let fd = csys_open(path, O_WRONLY | O_CREAT | flag, 0o600)
      guard fd >= 0 else { return false }
      defer { close(fd) }
      let bytes = Array(text.utf8)
      return CSys.write(fd, bytes, bytes.count) == bytes.count
    }

    /// `path` below the data dir, with a `*` for every id, stamp and number in it.
    private static func shape(_ path: String, in tree: Tree) -> String {
      let isInside = { (folder: String) in path.hasPrefix("\(folder)/") }
      guard let folder = tree.folders.filter(isInside).max(by: { $0.count < $1.count }) else {
        return path.split(separator: "/").last.map(String.init) ?? path
      }
      var parts = path.dropFirst(folder.count + 1).split(separator: "/").map(String.init)
      let isFile = parts.count == 1
      let namesAreFixed = isFile && (tree.fixed + [tree.root]).contains(folder)
      if let name = parts.first, !namesAreFixed || name.hasPrefix(".tmp-") {
        let end = name.firstIndex(of: name.hasPrefix(".") ? "-" : ".")
        switch (name.hasPrefix("."), isFile) {
        case (true, _): parts[0] = end.map { "\(name[...$0])*" } ?? name
        case (false, true): parts[0] = "*\(end.map { name[$0...] } ?? "")"
        case (false, false): parts[0] = "*"
        }
      }
      // Every file of an inbox has a unique name.
      if folder == tree.unique, parts.count > 2 { parts[2] = "*" }
      let fixed = folder.dropFirst(tree.root.count + 1)
      return ((fixed.isEmpty ? [] : [String(fixed)]) + parts).joined(separator: "/")
    }
  }

  extension Clock {
    /// Runs `speed` times as fast as the real clock and shows the same time at `moment`; behind it
    /// until then, so that no file seems older than it is.
    static func accelerated(speed: Int, equalAt moment: Int) -> Clock {
      Clock(second: .seconds(1) / speed) {
        let left = Duration.seconds(moment) - .nanoseconds(csys_wall_time())
        return moment - (left * speed).seconds
      }
    }
  }
#else
  /// Does nothing: only a debug build can be killed on purpose.
  package enum Failpoints {
    @inline(__always)
    package static func pass(
      _ kind: StaticString, _ path: String, step: StaticString, dying: () -> Void = {}
    ) {}

    @inline(__always)
    static func failure(of call: StaticString, _ path: @autoclosure () -> String) -> Int32? { nil }

    @inline(__always)
    static var notesChanges: Bool { false }

    @inline(__always)
    static func note(_ change: StaticString, _ path: String, with other: String? = nil) {}
  }
#endif
