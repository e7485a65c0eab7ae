/// How many bytes of each body, and how many things of each kind, a prompt shows.
///
/// A world that is too large for the whole makes its parts give way in one fixed order: what is seen
/// again with the next beat before what the human said, and what changed last of all.
struct PromptRoom {
  var playbook = 32 << 10
  var goal = 8 << 10
  var changedGoal = 8 << 10
  var goals = Int.max
  var signal = 8 << 10
  var changedSignal = 8 << 10
  var detail = 4 << 10
  var changedDetail = 4 << 10
  var readings = Int.max
  var report = 4 << 10
  var workers = Int.max
  var ask = 4 << 10
  var asks = Int.max
  var served = Int.max
  var journal = 8 << 10
  var changes = 16 << 10
  var looks = 4 << 10
  var output = 8 << 10
  var interrupted = 8 << 10
  var problems = 8 << 10
  var failure = 4 << 10

  /// What goes on beside the decision: at most some moves, and the sensors that run at once.
  static let underWay = 4 << 10

  /// One line of words that are not looop's own.
  static let line = 300

  /// One way to give way: a part of the prompt, what is cut there, and how far.
  struct Step {
    let part: PromptPart
    let size: WritableKeyPath<PromptRoom, Int>
    let floor: Int

    init(_ part: PromptPart, _ size: WritableKeyPath<PromptRoom, Int>, floor: Int) {
      self.part = part
      self.size = size
      self.floor = floor
    }
  }

  /// The order; each is cut to its floor, by halves, before the next is touched.
  static var order: [Step] {
    [
      Step(.journal, \.journal, floor: 1 << 10), Step(.readings, \.detail, floor: 0),
      Step(.readings, \.signal, floor: 256), Step(.goals, \.goal, floor: 256),
      Step(.readings, \.changedDetail, floor: 0), Step(.readings, \.changedSignal, floor: 512),
      Step(.goals, \.changedGoal, floor: 512), Step(.readings, \.readings, floor: 20),
      Step(.served, \.served, floor: 20), Step(.goals, \.goals, floor: 20),
      Step(.looks, \.looks, floor: 512), Step(.workers, \.report, floor: 300),
      Step(.workers, \.workers, floor: 20), Step(.playbook, \.playbook, floor: 8 << 10),
      Step(.output, \.output, floor: 1 << 10), Step(.interrupted, \.interrupted, floor: 1 << 10),
      Step(.problems, \.problems, floor: 1 << 10), Step(.failure, \.failure, floor: 1 << 10),
      Step(.asks, \.ask, floor: 512), Step(.asks, \.asks, floor: 20),
      Step(.changes, \.changes, floor: 4 << 10),
    ]
  }

  /// What the second round leaves of a floor: bodies of nothing but invisible characters are several
  /// times as long once they are made visible.
  static let lastResort = 16

  /// For a runner that found the whole too long.
  static var short: PromptRoom {
    var room = PromptRoom()
    (room.detail, room.changedDetail) = (0, 0)
    room.output = line
    return room
  }
}
