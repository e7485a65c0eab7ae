/// A part of a pattern that matches one character.
enum PatternElement: Equatable {
  case scalar(Unicode.Scalar)
  case oneOf(CharacterClass)

  /// The element in POSIX syntax.
  var expression: [UInt8] {
    switch self {
    case .oneOf(let characters): return characters.expression
    case .scalar(let scalar):
      let text = String(Character(scalar))
      if !scalar.isASCII { return Array("(\(text))".utf8) }
      return Array((".[\\()*+?{|^$".contains(text) ? "\\\(text)" : text).utf8)
    }
  }

  /// Its number of elements for the C library.
  var size: Int {
    switch self {
    case .oneOf(let characters): characters.size
    case .scalar(let scalar): UTF8.width(scalar)
    }
  }
}
