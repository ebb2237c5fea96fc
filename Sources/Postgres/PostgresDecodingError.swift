/// An answer that is not what the decoding of its query expects. Columns are counted from 1; 0 where the place is not known.
public enum PostgresDecodingError: Error, Equatable {
    case noRow
    case tooFewColumns
    case unexpectedNull(column: Int = 0)
    case wrongType(column: Int = 0, expected: PostgresType, found: PostgresType)
    case badValue(column: Int = 0)

    func at(column: Int) -> PostgresDecodingError {
        switch self {
        case .unexpectedNull(0): .unexpectedNull(column: column)
        case .wrongType(0, let expected, let found): .wrongType(column: column, expected: expected, found: found)
        case .badValue(0): .badValue(column: column)
        default: self
        }
    }
}
