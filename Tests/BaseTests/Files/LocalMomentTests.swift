import Foundation
import TestSupport
import Testing

@testable import Base

@Suite("A moment as a text states it")
struct LocalMomentTests {
  /// 2026-11-22 12:00 UTC, a Sunday.
  private static let now = 1_795_348_800

  private static func wait(_ moment: LocalMoment, after now: Int = now, zones: String = "/") -> Int?
  {
    moment.wait(after: now, zones: zones)?.seconds
  }

  @Test("Days are counted back and forth")
  func days() {
    for (year, month, day, count) in [
      (1970, 1, 1, 0), (2000, 2, 29, 11_016), (2026, 11, 22, 20_779), (1969, 12, 31, -1),
      (2100, 3, 1, 47_541),
    ] {
      let date = LocalMoment.Day(year: year, month: month, day: day)
      #expect(CalendarDays.days(date) == count && CalendarDays.day(count) == date)
    }
    for days in stride(from: -200_000, through: 200_000, by: 37) {
      #expect(CalendarDays.days(CalendarDays.day(days)) == days)
    }
  }

  @Test("A time of day is the next one in its zone")
  func timeOfDay() {
    #expect(Self.wait(LocalMoment(day: nil, hour: 13, minute: 30, zone: "UTC")) == 5_400)
    #expect(Self.wait(LocalMoment(day: nil, hour: 12, minute: 0, zone: "UTC")) == 86_400)
    #expect(Self.wait(LocalMoment(day: nil, hour: 13, minute: 30, zone: "UTC+1")) == 1_800)
    #expect(Self.wait(LocalMoment(day: nil, hour: 13, minute: 30, zone: "GMT-5:30")) == 25_200)
  }

  @Test("A time of tomorrow is that of the next day, though today's is still to come")
  func tomorrow() {
    // At 23:00 in UTC+11, tomorrow is one hour away.
    for (hour, zone, wait) in [
      (9, "UTC", 75_600), (13, "UTC", 90_000), (0, "UTC", 43_200), (0, "UTC+11", 3_600),
    ] {
      var moment = LocalMoment(day: nil, hour: hour, minute: 0, zone: zone)
      moment.isTomorrow = true
      #expect(Self.wait(moment) == wait, "\(hour) \(zone)")
    }
  }

  @Test("A weekday is the next such day, a date without a year the next such date")
  func dates() {
    let tuesday = LocalMoment(day: nil, hour: 12, minute: 0, weekday: 2, zone: "UTC")
    #expect(Self.wait(tuesday) == 2 * 86_400)
    let sunday = LocalMoment(day: nil, hour: 11, minute: 0, weekday: 0, zone: "UTC")
    #expect(Self.wait(sunday) == 7 * 86_400 - 3_600)
    func date(_ year: Int, _ month: Int, _ day: Int) -> LocalMoment {
      LocalMoment(
        day: .init(year: year, month: month, day: day), hour: 12, minute: 0, zone: "UTC")
    }
    #expect(Self.wait(date(0, 11, 25)) == 3 * 86_400)
    #expect(Self.wait(date(0, 1, 1)) == 40 * 86_400)
    // Just over, rather than a year away.
    #expect(Self.wait(date(0, 11, 21)) == nil)
    #expect(Self.wait(date(2026, 11, 21)) == nil)
    #expect(Self.wait(date(2026, 11, 23)) == 86_400)
  }

  @Test("A moment in seconds is that moment, to the next minute")
  func seconds() {
    #expect(Self.wait(LocalMoment(seconds: Self.now + 3_600)) == 3_600)
    #expect(Self.wait(LocalMoment(seconds: Self.now + 61)) == 120)
    #expect(Self.wait(LocalMoment(seconds: Self.now)) == nil)
  }

  @Test("A zone's file says what its clocks show, and its rule what they will show")
  func file() throws {
    // Two offsets, one transition, and the rule of the years after it.
    let file = try #require(ZoneFile(Self.zone("CET-1CEST,M3.5.0,M10.5.0/3")))
    #expect(file.offset(at: -10_000) == 0)
    #expect(file.offset(at: 0) == 3_600)
    #expect(file.offset(at: Self.now) == 3_600)
    // The last Sundays of March and October, at 1:00 UTC.
    for (moment, offset) in [
      (1_774_745_999, 3_600), (1_774_746_000, 7_200), (1_792_889_999, 7_200),
      (1_792_890_000, 3_600),
    ] { #expect(file.offset(at: moment) == offset) }
    let south = try #require(ZoneFile(Self.zone("AEST-10AEDT,M10.1.0,M4.1.0/3")))
    #expect(south.offset(at: Self.now) == 39_600)
    #expect(south.offset(at: Self.now - 150 * 86_400) == 36_000)
    let fixed = try #require(ZoneFile(Self.zone("<-05>5")))
    #expect(fixed.offset(at: Self.now) == -18_000)
    let julian = try #require(ZoneFile(Self.zone("A0B,J60/0,300/0")))
    #expect(julian.offset(at: Self.now - 100 * 86_400) == 3_600)
    #expect(julian.offset(at: Self.now) == 0)
  }

  @Test("A zone is looked up by name, and in one that is not there no moment is known")
  func lookup() throws {
    let scratch = try Scratch()
    try Data(Self.zone("<-05>5")).write(to: URL(filePath: "\(scratch.path)/Lima"))
    let moment = LocalMoment(day: nil, hour: 8, minute: 0, zone: "Lima")
    #expect(Self.wait(moment, zones: scratch.path) == 3_600)
    #expect(ZoneFile.named("../\(scratch.path)/Lima", in: scratch.path) == nil)
    #expect(ZoneFile.named("Atlantis", in: scratch.path) == nil)
    #expect(ZoneFile.named("UTC+99") == nil)
    for zone in ["Atlantis", "XST"] {
      let lost = LocalMoment(day: nil, hour: 8, minute: 0, zone: zone)
      #expect(Self.wait(lost, zones: scratch.path) == nil)
    }
  }

  @Test(
    "A zone of this process that the C library would take for UTC is told",
    arguments: [
      ("Mars/Olympus", false), (":Mars/Olympus", false), ("Lima", true), (":Lima", true),
      ("", true), (":", true), ("UTC", true), ("UTC0", true), ("CET-1CEST", true),
      ("<-05>5", true), ("EST5EDT,M3.2.0,M11.1.0", true), ("EST", false), ("../Lima", true),
      ("/nowhere/Lima", false), (":EST5", false),
    ])
  func ownZone(name: String, isKnown: Bool) throws {
    let scratch = try Scratch()
    try Data(Self.zone("<-05>5")).write(to: URL(filePath: "\(scratch.path)/Lima"))
    try FileManager.default.createDirectory(
      atPath: scratch.file("sub"), withIntermediateDirectories: true)
    let folder = name.hasPrefix("..") ? scratch.file("sub") : scratch.path
    #expect((ZoneFile.problem(in: ["TZ": name, "TZDIR": folder]) == nil) == isKnown)
    #expect(ZoneFile.problem(in: [:]) == nil)
  }

  @Test("What is said of an unknown zone names it, and the one that is used")
  func unknownZone() throws {
    let problem = try #require(ZoneFile.problem(in: ["TZ": "Mars/\u{1B}x"], folder: "/nowhere"))
    #expect(
      problem.message
        == "The time zone 'Mars/\\u{1b}x' of TZ is unknown; there are no zones in /nowhere. UTC is used"
        + " instead: for quiet hours, for the days of budgets, and for the times that are shown.")
  }

  @Test("Damaged zone files crash nothing")
  func damage() {
    var random = SeededRandom(5)
    let whole = Self.zone("CET-1CEST,M3.5.0,M10.5.0/3")
    for cut in 0..<whole.count { _ = ZoneFile(Array(whole[..<cut]))?.offset(at: Self.now) }
    for _ in 0..<2_000 {
      var bytes = whole
      bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      for moment in [Int.min / 4, 0, Self.now, 1 << 40] {
        _ = ZoneFile(bytes)?.offset(at: moment)
      }
    }
  }

  /// A file of version 2 with the transition to one hour at 1970, and a rule.
  private static func zone(_ rule: String) -> [UInt8] {
    func block(timeSize: Int) -> [UInt8] {
      var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
      for count in [0, 0, 0, 1, 2, 4] { bytes += [0, 0, 0, UInt8(count)] }
      bytes += [UInt8](repeating: 0, count: timeSize) + [1]
      bytes += [0, 0, 0, 0, 0, 0] + [0, 0, 14, 16, 0, 0]
      return bytes + Array("X\0Y\0".utf8)
    }
    return block(timeSize: 4) + block(timeSize: 8) + Array("\n\(rule)\n".utf8)
  }
}
