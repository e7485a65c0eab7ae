import Testing

@testable import Sensors

private func problem(_ text: String) -> String? {
  do throws(Pattern.Problem) { _ = try Pattern(text) } catch { return error.description }
  return nil
}

@Suite("A pattern")
struct PatternTests {
  /// Each row: the pattern, what it is found in, what it is not found in.
  @Test(
    "Is found anywhere in a text, as JSON Schema has it",
    arguments: [
      ("", ["", "a"], []),
      ("b", ["b", "abc", "a\nb"], ["", "a", "B"]),
      ("^b", ["b", "bc"], ["ab", "a\nb"]),
      ("b$", ["b", "ab"], ["bc", "b\n"]),
      ("^b$", ["b"], ["bb", "b\n", "\nb", ""]),
      ("^(a|b)+$|^$", ["", "abba"], ["c", "abc"]),
      ("(^a|b)c", ["ac", "xbc"], ["xac", "x\nac"]),
      ("(^|,)a(,|$)", ["a", "b,a", "a,b"], ["ab", "ba", "b\na", "a\nb"]),
      ("a(b$|c)", ["xab", "acx"], ["abx", "ab\nc"]),
      ("a{2}", ["aa", "baaa"], ["a", "ab"]),
      ("^a{2,}$", ["aa", "aaaa"], ["a", "aab"]),
      ("^a{0,2}$", ["", "aa"], ["aaa"]),
      ("^a{255}$", [String(repeating: "a", count: 255)], [String(repeating: "a", count: 256)]),
      ("^(?:ab)?c$", ["c", "abc"], ["ac"]),
      (".", ["a", "\t", "é"], ["", "\n", "\r\n"]),
      (#"\."#, ["a.b"], ["ab"]),
      (#"^\d\d$"#, ["42"], ["4", "4a", "４２"]),
      (#"^\D$"#, ["a", "é", "𝒳"], ["4", "", "aa"]),
      (#"^\w+$"#, ["aZ_09"], ["a-b", "é", ""]),
      (#"^\W$"#, ["-", "é"], ["a", "_"]),
      (#"^a\sb$"#, ["a b", "a\tb", "a\nb", "a\u{B}b"], ["ab", "a_b"]),
      (#"^\S+$"#, ["aé"], ["a b", ""]),
      (#"\(\)\[\]\{\}\*\+\?\|\^\$\\\/\-"#, [#"()[]{}*+?|^$\/-"#], ["()"]),
      (#"^\t\n\r\f\v$"#, ["\t\n\r\u{C}\u{B}"], ["tnrfv"]),
      (#"^\x41\u00e9\u20AC$"#, ["Aé€"], ["Ae€"]),
      ("a]b}", ["a]b}"], ["ab"]),
    ] as [(String, [String], [String])])
  func found(text: String, inside: [String], outside: [String]) throws {
    let pattern = try Pattern(text)
    #expect(inside.filter { !pattern.matches($0) } == [])
    #expect(outside.filter(pattern.matches) == [])
  }

  @Test(
    "Brackets mean what they mean to JSON Schema",
    arguments: [
      ("^[abc]$", ["a", "c"], ["d", "ab", "é"]),
      ("^[^abc]$", ["d", "]", "é", "\n"], ["a", "", "dd"]),
      ("^[a-cx-z]$", ["b", "y"], ["d", "-"]),
      ("^[-a]$", ["-", "a"], ["b"]),
      ("^[a-]$", ["-", "a"], ["b"]),
      ("^[+--]$", ["+", ",", "-"], ["."]),
      (#"^[\]a]$"#, ["]", "a"], ["\\"]),
      (#"^[^\]\-\^]$"#, ["a", "["], ["]", "-", "^"]),
      ("^[.*+?(){}|$]+$", [".*+?(){}|$"], ["a", "\\"]),
      (#"^[\^]$"#, ["^"], ["\\", "a"]),
      (#"^[\^-]$"#, ["^", "-"], ["\\", "a"]),
      ("^[[]$", ["["], ["]"]),
      (#"^[[\]]$"#, ["[", "]"], ["a"]),
      (#"^[[^-]$"#, ["[", "^", "-"], ["a"]),
      (#"^[\\]$"#, ["\\"], ["a"]),
      (#"^[\d.]+$"#, ["1.2"], ["1,2"]),
      (#"^[^\s]+$"#, ["aé"], ["a b"]),
      (#"^[\W_]$"#, ["_", "-", "é"], ["a"]),
      (#"^[\s\S]$"#, ["a", "\n", "é"], ["", "ab"]),
      ("^[^]$", ["a", "\n", "é"], [""]),
      (#"^[\n\x20]$"#, ["\n", " "], ["n", "x"]),
      ("[!-~]", ["a", "]", "^"], [" ", "é"]),
    ] as [(String, [String], [String])])
  func brackets(text: String, inside: [String], outside: [String]) throws {
    try found(text: text, inside: inside, outside: outside)
  }

  @Test(
    "Outside ASCII a character counts as one, though the C library sees its bytes",
    arguments: [
      ("^é$", ["é"], ["e", "éé"]),
      ("^é+$", ["é", "ééé"], ["e", "ée"]),
      ("^(é|è){2}$", ["éè"], ["é", "ééé"]),
      ("^.{3}$", ["abc", "äöü", "a€𝒳"], ["äö", "äöüa"]),
      ("^[^a]{2}$", ["bé"], ["é", "aé"]),
      ("^.é.$", ["aéb", "ééé"], ["éé"]),
    ] as [(String, [String], [String])])
  func characters(text: String, inside: [String], outside: [String]) throws {
    try found(text: text, inside: inside, outside: outside)
  }

  @Test(
    "What the C library has not, or takes otherwise, is refused by name and place",
    arguments: [
      ("a(?=b)", "character 2: POSIX has no look-ahead"),
      ("a(?!b)", "character 2: POSIX has no look-ahead"),
      ("(?<=a)b", "character 1: POSIX has no look-behind"),
      ("(?<!a)b", "character 1: POSIX has no look-behind"),
      ("é(?<year>a)", "character 2: POSIX has no named groups; leave the name out"),
      ("(?P<year>a)", "character 1: POSIX has no named groups; leave the name out"),
      ("(?i)a", "character 1: POSIX has no groups with flags"),
      (#"(a)\1"#, #"character 4: no back references ('\1')"#),
      (#"(a)\k<a>"#, #"character 4: no back references ('\k')"#),
      (#"a\b"#, #"character 2: POSIX has no word boundary ('\b')"#),
      (#"\Ba"#, #"character 1: POSIX has no word boundary ('\B')"#),
      (#"\p{L}"#, #"character 1: POSIX has no Unicode properties ('\p')"#),
      (#"[a\P{L}]"#, #"character 3: POSIX has no Unicode properties ('\P')"#),
      (#"\Aa"#, #"character 1: '\A' is not a known escape"#),
      (#"a\0"#, #"character 2: '\0' is not a known escape"#),
      (#"\x4"#, "character 1: this escape needs 2 hexadecimal digits"),
      (#"\u{41}"#, "character 1: this escape needs 4 hexadecimal digits"),
      (#"\ud800"#, "character 1: this escape is not a character"),
      (#"\x00"#, "character 1: this escape is not a character"),
      (#"a\"#, #"character 2: nothing follows the '\'"#),
      ("a\u{0}", "character 2: a NUL character never matches"),
      (
        "a+?",
        "character 3: lazy repetition is not supported; without this '?' the same texts match"
      ),
      (
        "a{2}?",
        "character 5: lazy repetition is not supported; without this '?' the same texts match"
      ),
      ("a*+", "character 3: a repetition of a repetition; put the first one into '(…)'"),
      ("a?{2}", "character 3: a repetition of a repetition; put the first one into '(…)'"),
      ("*a", "character 1: nothing to repeat; write \\ before the character"),
      ("(+a)", "character 2: nothing to repeat; write \\ before the character"),
      ("a|{2}", "character 3: nothing to repeat; write \\ before the character"),
      ("^*a", "character 2: '^' and '$' cannot be repeated"),
      ("a$+", "character 3: '^' and '$' cannot be repeated"),
      ("(^a$){2}", "character 6: '^' and '$' cannot be repeated"),
      ("a^b", "character 2: '^' must come first, but more precedes it"),
      ("a(b|^c)", "character 2: '^' must come first, but more precedes it"),
      ("a$b", "character 3: '$' must come last, but more follows"),
      ("(a|b$)(c)", "character 7: '$' must come last, but more follows"),
      (
        "a{x}",
        "character 2: a repetition must be {2}, {2,} or {2,5}; write \\{ for the character"
      ),
      (
        "a{,2}",
        "character 2: a repetition must be {2}, {2,} or {2,5}; write \\{ for the character"
      ),
      (
        "a{2",
        "character 2: a repetition must be {2}, {2,} or {2,5}; write \\{ for the character"
      ),
      ("a{3,2}", "character 2: {3,2} ends before it begins"),
      ("a{256}", "character 3: a repetition of more than 255"),
      ("a{0,99999999999999999999}", "character 5: a repetition of more than 255"),
      ("(a", "character 1: a '(' without its ')'"),
      ("a)", "character 2: a ')' without its '('; write \\) for the character"),
      ("a|", "character 3: an empty alternative; mark what may be absent with '?'"),
      ("()", "character 2: an empty alternative; mark what may be absent with '?'"),
      ("[a", "character 1: a '[' without its ']'"),
      ("[", "character 1: a '[' without its ']'"),
      ("[a-", "character 1: a '[' without its ']'"),
      ("[]", "character 1: '[]' matches nothing; write \\] for the character"),
      ("[z-a]", "character 2: the range ends before it begins"),
      (#"[\d-z]"#, "character 2: a range must end in single characters; write \\- for the hyphen"),
      ("[[:alpha:]]", #"character 2: '[:' starts a POSIX class; write \d, \w, \s, or \["#),
      ("[aé]", "character 3: a character outside ASCII in brackets; write (é|è)"),
      (#"[\u00e9]"#, "character 2: a character outside ASCII in brackets; write (é|è)"),
    ])
  func refused(text: String, expected: String) {
    #expect(problem(text) == expected)
  }

  @Test(
    "A pattern that would fill the memory is refused, however it hides its size",
    arguments: [
      ("(a{100}){10}", nil),
      (
        "(a{100}){11}",
        "character 1: 1100 elements with its repetitions written out, 1000 are allowed"
      ),
      (
        "x((a{20}){20,}){3}",
        "character 2: 1260 elements with its repetitions written out, 1000 are allowed"
      ),
      (
        String(repeating: "(", count: 10) + "a" + String(repeating: "+)", count: 10),
        "character 2: 1024 elements with its repetitions written out, 1000 are allowed"
      ),
      (
        "a{255}b{255}c{255}d{255}",
        "character 1: 1020 elements with its repetitions written out, 1000 are allowed"
      ),
      (String(repeating: "a", count: 256), nil),
      (String(repeating: "a", count: 257), "character 1: it has 257 bytes, 256 are allowed"),
      (String(repeating: "(", count: 127) + "a" + String(repeating: ")", count: 127), nil),
    ] as [(String, String?)])
  func large(text: String, expected: String?) {
    #expect(problem(text) == expected)
  }

  @Test("A text with a NUL, or of more than 4,096 bytes, matches nothing")
  func texts() throws {
    let pattern = try Pattern("a")
    #expect(!pattern.matches("a\u{0}"))
    #expect(pattern.matches(String(repeating: "a", count: 4_096)))
    #expect(!pattern.matches(String(repeating: "a", count: 4_097)))
    #expect(!(try Pattern("")).matches("\u{0}"))
  }

  @Test("One that was compiled answers the same for its thousandth text as for its first")
  func again() throws {
    let compiled = try #require(CompiledPattern(try Pattern("^[ab]*a[ab]{9}$")))
    let texts = ["abbbbbbbbb", "bbbbbbbbbb", String(repeating: "ab", count: 400)]
    let first = texts.map(compiled.matches)
    #expect(first == [true, false, true])
    for _ in 0..<300 { #expect(texts.map(compiled.matches) == first) }
  }

  @Test("Any text is a pattern that can be matched, or is refused within itself")
  func random() {
    let parts = [
      "a", "b", "é", ".", "^", "$", "|", "(", ")", "(?:", "[", "]", "[^", "-", "*", "+", "?", "{2}",
      "{1,3}", "{0}", "\\d", "\\S", "\\", "\\]", "{", "}", ":", "=", "a-z", "/",
    ]
    var numbers = SeededNumbers(seed: 17)
    var accepted = 0
    for _ in 0..<3_000 {
      let count = Int.random(in: 1...7, using: &numbers)
      let text = (0..<count).map { _ in parts.randomElement(using: &numbers) ?? "" }.joined()
      do throws(Pattern.Problem) {
        _ = try Pattern(text).matches("aab é-[")
        accepted += 1
      } catch {
        let places = 1...(text.unicodeScalars.count + 1)
        #expect(places.contains(error.place), "\(text): \(error.description)")
        #expect(!error.message.contains("the C library"), "\(text)")
      }
    }
    #expect((300...2_700).contains(accepted))
  }
}
