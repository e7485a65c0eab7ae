internal import Screen

extension PickerFrame {
  /// The same in cells, for a terminal of that size. Without `isStyled` all of it is plain.
  func frame(columns: Int, rows: Int, isStyled: Bool) -> Frame {
    var frame = Frame(columns: columns, rows: rows)
    for (row, line) in lines.enumerated() {
      frame.write(line.text, row: row, style: isStyled ? line.style : .plain)
    }
    frame.cursor = cursor.map { Frame.Place(row: $0.row, column: $0.column) }
    return frame
  }
}

extension PickerFrame.Line {
  fileprivate var style: Screen.Style {
    switch tone {
    case .plain: .plain
    case .title: Screen.Style(attributes: .bold)
    case .selected: Screen.Style(foreground: .indexed(6), attributes: .bold)
    case .faint: Screen.Style(attributes: .faint)
    case .problem: Screen.Style(foreground: .indexed(1))
    }
  }
}
