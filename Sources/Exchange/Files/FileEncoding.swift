/// How a file's bytes were read as text. Nobody says it, so it is found out, and told.
package enum FileEncoding: Sendable, Equatable, CustomStringConvertible {
    /// Plain ASCII included.
    case utf8
    case latin1
    case utf16
    /// UTF-8 with fields that are none: somebody has put files together.
    case mixed(latin1Fields: Int)

    package var description: String {
        switch self {
        case .utf8: "UTF-8"
        case .latin1: "ISO 8859-1 (Latin-1)"
        case .utf16: "UTF-16"
        case .mixed(let fields): "UTF-8, but \(fields) fields in ISO 8859-1 (Latin-1)"
        }
    }
}
