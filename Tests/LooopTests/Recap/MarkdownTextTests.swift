import Testing

@testable import looop

@Suite("Someone else's text in Markdown and HTML")
struct MarkdownTextTests {
  @Test("In Markdown none of its characters means anything, and it stays on its line")
  func markdown() {
    #expect(
      MarkdownText.escaped("# a\n- [x](http://y) | `c` <b> *d* @e &amp;")
        == ##"\# a - \[x\](http\://y) \| \`c\` \<b\> \*d\* \@e \&amp;"##)
    #expect(MarkdownText.escaped("a\u{1B}[31m") == ##"a\\u{1b}\[31m"##)
    for (text, shown) in [
      ("at www.evil.example", #"at www\.evil.example"#), ("WwW.a.b", #"WwW\.a.b"#),
      ("mailto:a", #"mailto\:a"#), (":tada:", #"\:tada:"#), ("5:100:", #"5\:100:"#),
      ("- a", #"\- a"#), ("+ a", #"\+ a"#), ("12. a", #"12\. a"#), ("1) a", #"1\) a"#),
      ("see GH-12", #"see GH\-12"#),
      // Nothing of these means anything.
      ("2026-11-21 09:05, exited(0): v1.2", "2026-11-21 09:05, exited(0): v1.2"),
    ] {
      #expect(MarkdownText.escaped(text) == shown)
    }
    #expect(MarkdownText.code("a `b` ``c``") == "``` a `b` ``c`` ```")
    #expect(MarkdownText.code("looop answer w-1 yes") == "`looop answer w-1 yes`")
  }

  @Test("In HTML it is text")
  func html() {
    #expect(
      HTMLText.escaped("<b a=\"1\" c='2'>&\u{1B}\u{202E}")
        == "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\\u{1b}\\u{202e}")
    #expect(
      HTMLText.link("https://a.example/?a=1&b=2")
        == "<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener noreferrer\">"
        + "https://a.example/?a=1&amp;b=2</a>")
  }

  @Test("A share is never beyond its chart", arguments: [-1.0, .nan, .infinity, 1e300, -1e300])
  func shares(_ share: Double) {
    #expect(["0.00%", "100.00%"].contains(ChartNumber.percent(share)))
    #expect([0, 50].contains(ChartNumber.pixels(share, of: 50)))
  }
}
