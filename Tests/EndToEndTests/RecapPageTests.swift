import Foundation
import TestSupport
import Testing

/// A browser that renders without a screen; nil where none is installed.
private let browser: String? = {
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  let names = [
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
  ]
  let paths = names.flatMap { name in folders.map { "\($0)/\(name)" } }
  return paths.first(where: FileManager.default.isExecutableFile)
}()

/// The page as a person sees it.
@Suite("The recap in a browser", .enabled(if: browser != nil, "needs chromium"))
struct RecapPageTests {
  /// Writes what it finds into the page, which `--dump-dom` prints.
  private static let probe = """
    <script>
    addEventListener("load", () => {
      const root = document.documentElement, wide = [];
      for (const node of document.querySelectorAll("main *"))
        if (!node.closest(".scroll,svg") && node.getBoundingClientRect().right > innerWidth + 1)
          wide.push(node.className || node.tagName);
      const small = [...document.querySelectorAll("main, main *")].filter(
        n => parseFloat(getComputedStyle(n).fontSize) < 12).length;
      root.dataset.probe = JSON.stringify({
        view: innerWidth, page: root.scrollWidth, wide, small,
        marks: document.querySelectorAll("svg rect").length,
        back: getComputedStyle(document.body).backgroundColor,
        ink: getComputedStyle(document.body).color});
    });
    </script>
    """

  @Test(
    "Nothing is wider than the screen, no letter is too small, and the console stays silent",
    arguments: [(360, 800), (390, 844), (1440, 900)], [false, true])
  func rendered(_ size: (Int, Int), _ isDark: Bool) async throws {
    try await Sandbox.use { box in
      try RecapStage.set(box)
      let page = try await RecapStage.recap(box, "--html", "--since", "7d")
      // The page itself allows no script: the test's copy does.
      let copy = page.replacing(
        "content=\"default-src 'none';",
        with: "content=\"default-src 'none'; script-src 'unsafe-inline';"
      ).replacing("</body>", with: "\(Self.probe)</body>")
      try box.write("page.html", page)
      try box.write("copy.html", copy)
      let plain = try await render(box, "page.html", size, isDark)
      #expect(!plain.err.contains("CONSOLE"), "\(plain.err)")
      #expect(plain.out.contains("<h1>"))
      let dump = try await render(box, "copy.html", size, isDark).out
      let found = try #require(dump.firstMatch(of: #/data-probe="([^"]*)"/#)?.1)
      let seen = try JSON(String(found).replacing("&quot;", with: "\""))
      #expect(seen["view"].int == size.0)
      #expect((seen["page"].int ?? .max) <= size.0)
      #expect(seen["wide"] == [])
      #expect(seen["small"].int == 0)
      #expect((seen["marks"].int ?? 0) > 10)
      #expect(seen["back"] == (isDark ? "rgb(17, 19, 24)" : "rgb(246, 245, 242)"))
    }
  }

  private func render(
    _ box: Sandbox, _ page: String, _ size: (Int, Int), _ isDark: Bool
  ) async throws -> Finished {
    try await box.launch([
      try #require(browser), "--headless", "--no-sandbox", "--disable-gpu",
      "--disable-dev-shm-usage", "--no-first-run", "--enable-logging=stderr",
      "--user-data-dir=\(box.path("browser"))", "--window-size=\(size.0),\(size.1)",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--dump-dom",
      "file://\(box.path(page))",
    ]).finish()
  }
}
