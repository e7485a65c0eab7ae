import Testing

@testable import looop

@Suite("Someone else's text in Markdown and HTML")
struct MarkdownTextTests {
  @Test("In Markdown none of its characters means anything, and it stays on its line")
  func markdown() {
    #expect(
      MarkdownText.escaped("# a\n- [x](http://y) | `c` <b> *d* @e &amp;")
        == ##"\# a \- \[x\]\(http\://y\) \| \`c\` \<b\> \*d\* \@e \&amp;"##)
    #expect(MarkdownText.escaped("a\u{1B}[31m") == ##"a\\u\{1b\}\[31m"##)
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
