/// Replaces each secret by `[redacted: secret NAME]`, and what looks like one by
/// `[redacted: looks like a …]`, before a text is kept, shown or put into a prompt.
///
/// The secrets that are known go first, so that no shape takes a part of one: what is left of it would
/// not be found. The text should not be cut: only `start` and `end` find the half of a secret at a cut,
/// and where a mark says that something is left out, its beginning is found by any.
package struct Redaction: Sendable, Equatable {
  /// Redacts nothing.
  package static let none = Redaction([:])

  /// The names of secrets too short to redact: so much of a text would match that the gaps would
  /// reveal them.
  package let tooShort: [String]
  private let known: KnownSecrets
  /// Whether a number can contain one.
  private let inNumbers: Bool
  private var keys: KeyShapes
  /// For each byte, whether what looks like a key can begin with it; most of a text is passed over by
  /// this alone.
  private let isKeyStart: [Bool]

  package static let leastBytes = 6

  /// `values` by name; empty ones are not secrets.
  package init(_ values: [String: String], keys: KeyShapes = .none) {
    self.keys = keys
    let named = values.filter { !$0.value.isEmpty }
    tooShort = named.filter { $0.value.utf8.count < Self.leastBytes }.keys.sorted()
    var secrets: [KnownSecrets.Secret] = []
    // By name, so that of two with the same value always the same is named.
    for (name, value) in named.sorted(by: { $0.key < $1.key })
    where value.utf8.count >= Self.leastBytes {
      let label = Array("[redacted: secret \(name)]".utf8)
      for needle in SecretNeedles.of(value) {
        secrets.append(KnownSecrets.Secret(label: label, spelling: Spelling(bytes: needle)))
      }
    }
    known = KnownSecrets(secrets)
    isKeyStart = (0...255).map { keys.mayBegin(with: UInt8($0)) }
    let ofNumbers = Set("0123456789.eE+-".utf8)
    inNumbers = known.contain { $0.bytes.allSatisfy(ofNumbers.contains) }
  }

  /// `raw` without them.
  package func bytes(_ raw: [UInt8]) -> [UInt8] {
    redacted(raw) ?? raw
  }

  /// Redacts the start of something longer, without the part of a secret that the cut left at its end.
  package func start(_ raw: [UInt8]) -> [UInt8] { bytes(Array(raw[..<wholeCount(of: raw)])) }

  /// How much of the start of something longer comes before what may be a part of a secret at its end.
  package func wholeCount(of raw: [UInt8]) -> Int {
    raw.withUnsafeBufferPointer { text in
      let first = max(0, text.count - max(Self.longestCut, 4 * known.reach))
      // A spelling may be misread from its midst.
      guard first > 0, let feed = text[first...].firstIndex(of: .lineFeed),
        feed < text.count - KeyShape.longestPart, feed < text.count - known.reach
      else { return cutEnd(text) }
      return feed + cutEnd(Spelling.Text(rebasing: text[feed...]))
    }
  }

  /// The part of a text that is searched for the beginning of a secret at its end.
  private static let longestCut = 64 << 10

  /// Redacts the end of something longer, without the part of a secret that the cut left at its start.
  /// Of a cut line only later ones are shown, and of a cut word the next ones: what such a part looked
  /// like cannot be told.
  package func end(_ raw: [UInt8]) -> [UInt8] {
    var rest = raw[raw.withUnsafeBufferPointer { cutStart($0) }...]
    let isAmid = [UInt8.lineFeed, .space].map { mark in rest.firstIndex(of: mark) }
    if let cut = isAmid.compactMap(\.self).first(where: { $0 + 1 < rest.endIndex }) {
      rest = rest[(cut + 1)...]
    }
    return bytes(Array(rest))
  }

  /// `raw` as text without secrets; as `end` where it may be only the end of something longer.
  package func tail(_ raw: [UInt8], isCut: Bool) -> String {
    String(decoding: isCut ? end(raw) : bytes(raw), as: UTF8.self)
  }

  /// Redacts what may be cut at either end: where it begins or ends with more than some bytes of a
  /// secret, they go.
  package func part(_ text: String) -> String {
    String(decoding: part(Array(text.utf8)), as: UTF8.self)
  }

  package func part(_ raw: [UInt8]) -> [UInt8] {
    let own = raw.withUnsafeBufferPointer { text in
      let start = cutStart(text, least: Spelling.leastRead)
      return start..<max(start, cutEnd(text, least: Spelling.leastRead))
    }
    return bytes(Array(raw[own]))
  }

  /// Of an output so much more is read than is kept, so that a secret at the cut is read whole.
  package static let margin = 8 << 10

  /// At most the last `limit` bytes of an output.
  package func tail(of output: [UInt8], bytes limit: Int) -> String {
    let isCut = output.count >= limit + Self.margin
    var end = (isCut ? self.end(output) : bytes(output)).suffix(limit)
    // The first character may be cut.
    while end.count == limit, let byte = end.first, byte & 0xC0 == 0x80 { end.removeFirst() }
    return String(decoding: end, as: UTF8.self)
  }

  package func text(_ text: String) -> String {
    // A text without secrets is returned uncopied.
    redacted(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// Where they are in `raw`, in order and apart from each other.
  package func places(in raw: [UInt8]) -> [Range<Int>] {
    raw.withUnsafeBufferPointer { spans(in: $0) }.reduce(into: []) { places, span in
      if let last = places.last, span.range.lowerBound < last.upperBound {
        places[places.count - 1] = last.lowerBound..<max(last.upperBound, span.range.upperBound)
      } else {
        places.append(span.range)
      }
    }
  }

  /// `text` that a person is to approve: only single words without a character that a shell reads are
  /// replaced, so that no mark hides what would run.
  package func command(_ text: String) -> String {
    var own = self
    own.keys.isInCommand = true
    return own.text(text)
  }

  /// `value` without them, in its texts, its numbers and the names of its members. The numbers of
  /// looop's own records stay: a secret's digits are chance in them.
  package func value(_ value: JSONValue, numbers: Bool = true) -> JSONValue {
    switch value {
    case .null, .bool: return value
    case .int, .double:
      guard numbers, inNumbers else { return value }
      return redacted(Array(JSONWriter.text(value).utf8))
        .map { .string(String(decoding: $0, as: UTF8.self)) } ?? value
    case .string(let text): return .string(self.text(text))
    case .array(let elements): return .array(elements.map { self.value($0, numbers: numbers) })
    case .object(let object):
      var redacted = JSONObject()
      for (name, member) in object.members {
        redacted[text(name)] = self.value(member, numbers: numbers)
      }
      return .object(redacted)
    }
  }

  // MARK: -

  /// A part of a text that is not shown.
  private struct Span {
    let range: Range<Int>
    let label: [UInt8]
    /// Whether it is a secret that is known, and not what only looks like one.
    let isKnown: Bool
  }

  /// The first of them first, and of those that begin alike the longest.
  private func spans(in text: Spelling.Text) -> [Span] {
    (spelt(in: text) + shaped(in: text)).sorted {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    }
  }

  /// Nil when there is no secret in it.
  private func redacted(_ raw: [UInt8]) -> [UInt8]? {
    raw.withUnsafeBufferPointer { text in
      let spans = spans(in: text)
      if spans.isEmpty { return nil }
      var output: [UInt8] = []
      var copied = 0
      var next = 0
      while next < spans.count {
        output += text[copied..<spans[next].range.lowerBound]
        copied = cover(spans, from: &next, labels: &output)
      }
      output += text[copied...]
      return output
    }
  }

  /// The end of the span at `next` and of those that overlap it: redacted one by one, the first would
  /// leave the rest of the second.
  private func cover(_ spans: [Span], from next: inout Int, labels: inout [UInt8]) -> Int {
    let first = spans[next]
    var end = first.range.upperBound
    var last = first.isKnown ? first.label : []
    labels += last
    next += 1
    while next < spans.count, spans[next].range.lowerBound < end {
      let span = spans[next]
      next += 1
      let isLonger = span.range.upperBound > end
      end = max(end, span.range.upperBound)
      guard span.isKnown, isLonger || last.isEmpty, span.label != last else { continue }
      last = span.label
      labels += last
    }
    if last.isEmpty { labels += first.label }
    return end
  }

  /// The known secrets, in whatever spelling.
  private func spelt(in text: Spelling.Text) -> [Span] {
    if known.isEmpty { return [] }
    var spans: [Span] = []
    known.search(text) { range, secret in
      // The end of a line divides two commands, and is no blank within one.
      if keys.isInCommand, secret.bytes.contains(.space), !secret.bytes.contains(.lineFeed),
        text[range].contains(.lineFeed)
      {
        return
      }
      spans.append(Span(range: range, label: secret.label, isKnown: true))
    }
    UnwrappedText.each(of: text, within: known.reach) { inner in
      inner.bytes.withUnsafeBufferPointer { bytes in
        known.search(bytes) { range, secret in
          let place = inner.place(of: range, in: text)
          if keys.isInCommand, !text[place].allSatisfy(Self.isOfWord) { return }
          spans.append(Span(range: place, label: secret.label, isKnown: true))
        }
      }
    }
    return spans
  }

  /// Whether a shell reads the byte as a part of a word, and as nothing else.
  private static func isOfWord(_ byte: UInt8) -> Bool {
    KeyShape.Alphabet.path.contains(byte) || "%:,@".utf8.contains(byte)
  }

  /// What looks like a secret.
  private func shaped(in text: Spelling.Text) -> [Span] {
    var spans: [Span] = []
    var last = 0
    var at = 0
    while at < text.count {
      if isKeyStart[Int(text[at])],
        let key = keys.found(at: at, in: text) ?? keys.headless(endingAt: at, in: text, after: last)
      {
        let label = Array("[redacted: looks like \(key.label)]".utf8)
        spans.append(Span(range: key.range, label: label, isKnown: false))
        last = key.range.upperBound
        at = last
      } else {
        at += 1
      }
    }
    return spans
  }

  // MARK: Cuts

  /// Where the part of a secret begins that the cut at the end of `text` left of it.
  private func cutEnd(_ text: Spelling.Text, least: Int = 1) -> Int {
    var first = text.indices.suffix(KeyShape.longestPart).first { keys.isCut(at: $0, in: text) }
    first = min(first ?? text.count, known.firstCut(text, least) ?? text.count)
    UnwrappedText.each(of: text, within: known.reach) { inner in
      // An escape that is cut itself stays in the inner.
      guard inner.end(ofFirst: inner.bytes.count) + 6 >= text.count else { return }
      if let cut = inner.bytes.withUnsafeBufferPointer({ known.firstCut($0, least) }) {
        first = min(first ?? text.count, inner.start(of: cut))
      }
    }
    return first ?? text.count
  }

  /// Where the part of a secret ends that the cut at the start of `text` left of it.
  private func cutStart(_ text: Spelling.Text, least: Int = 1) -> Int {
    var end = known.lastCut(text, least)
    UnwrappedText.each(of: text, within: known.reach) { inner in
      guard inner.start(of: 0) < 6 else { return }
      let count = inner.bytes.withUnsafeBufferPointer { known.lastCut($0, least) }
      end = max(end, inner.end(ofFirst: count))
    }
    return end
  }
}
