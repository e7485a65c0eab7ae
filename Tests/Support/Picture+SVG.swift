extension Picture {
  /// What a thing's colour says. Each is readable on light and on dark.
  public enum Tint: String, CaseIterable, Sendable {
    case plain, soft, card, area, blue, green, amber, red, violet

    struct Colors {
      let fill: String
      let edge: String
      let ink: String
    }

    fileprivate var light: Colors {
      switch self {
      case .plain: Colors(fill: "#ffffff", edge: "#c3cad6", ink: "#1f2733")
      case .soft: Colors(fill: "#eef1f5", edge: "#c3cad6", ink: "#5d6878")
      case .card: Colors(fill: "#ffffff", edge: "#d9dee6", ink: "#1f2733")
      case .area: Colors(fill: "#f3f5f8", edge: "#d9dee6", ink: "#5d6878")
      case .blue: Colors(fill: "#e3eefc", edge: "#8db4e6", ink: "#1b4e8f")
      case .green: Colors(fill: "#e2f4e8", edge: "#86c79c", ink: "#1d6136")
      case .amber: Colors(fill: "#fdeeda", edge: "#e5b06c", ink: "#84490a")
      case .red: Colors(fill: "#fde7e5", edge: "#e69a94", ink: "#9a2b22")
      case .violet: Colors(fill: "#eee9fb", edge: "#b09fe0", ink: "#4d3a94")
      }
    }

    fileprivate var dark: Colors {
      switch self {
      case .plain: Colors(fill: "#20262f", edge: "#4a5463", ink: "#e6eaf0")
      case .soft: Colors(fill: "#262d37", edge: "#4a5463", ink: "#a3aebd")
      case .card: Colors(fill: "#1c2129", edge: "#363f4b", ink: "#e6eaf0")
      case .area: Colors(fill: "#191e25", edge: "#2f3742", ink: "#a3aebd")
      case .blue: Colors(fill: "#172b44", edge: "#3c6ca6", ink: "#a9cdf8")
      case .green: Colors(fill: "#16301f", edge: "#3d7d53", ink: "#a0dcb4")
      case .amber: Colors(fill: "#382712", edge: "#8a6027", ink: "#f4c78e")
      case .red: Colors(fill: "#3b1d1b", edge: "#8e423c", ink: "#f4b1ab")
      case .violet: Colors(fill: "#2a2345", edge: "#6a58a8", ink: "#cbbef5")
      }
    }
  }

  /// The whole file.
  public var svg: String {
    let size = "\(digits(page.width)) \(digits(page.height))"
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(digits(page.width))" \
      height="\(digits(page.height))" role="img" aria-labelledby="title about">
      <title id="title">\(escaped(title))</title>
      <desc id="about">\(escaped(about))</desc>
      <style>
      text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
      .title { font-size: 20px; font-weight: 600; }
      .name { font-size: 14px; font-weight: 600; }
      .label { font-size: 12px; }
      .note { font-size: 11px; }
      text.code { font-size: 11px; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, \
      "DejaVu Sans Mono", monospace; }
      text { stroke: none; }
      path { fill: none; stroke-width: 1.5; }
      path.dashed, path.conforms { stroke-dasharray: 5 4; }
      path.thin { stroke-width: 1; }
      \(Self.style(\.light, paper: "#fbfbfa", line: "#7b8798"))
      @media (prefers-color-scheme: dark) {
      \(Self.style(\.dark, paper: "#14181e", line: "#8592a4"))
      }
      </style>
      <defs>
      <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" \
      markerUnits="userSpaceOnUse" orient="auto"><path class="filled" d="M0 0 L8 4 L0 8 Z"/></marker>
      <marker id="hollow" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="12" \
      markerHeight="12" markerUnits="userSpaceOnUse" orient="auto">\
      <path class="hollow" d="M1 1 L11 6 L1 11 Z"/></marker>
      </defs>
      <rect class="paper" width="\(digits(page.width))" height="\(digits(page.height))" rx="12"/>
      """
    return ([head] + body + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static func style(
    _ colors: KeyPath<Tint, Tint.Colors>, paper: String, line: String
  ) -> String {
    let tints = Tint.allCases.map { tint in
      let color = tint[keyPath: colors]
      return """
        rect.\(tint) { fill: \(color.fill); stroke: \(color.edge); }
        text.\(tint) { fill: \(color.ink); }
        """
    }
    return """
      .paper { fill: \(paper); }
      path { stroke: \(line); }
      path.filled, .disc { fill: \(line); stroke: none; }
      path.hollow { fill: \(paper); stroke-width: 1.2; }
      .rim { fill: \(paper); stroke: \(line); stroke-width: 1.5; }

      """ + tints.joined(separator: "\n")
  }
}

func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
