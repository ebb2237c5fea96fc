/// A statement, or a part of one, and its bound values. Interpolating a value makes a parameter; the only text that can be put into text
/// is another `SQL`, which was itself written as a literal.
///
///     let sql: SQL = "SELECT name FROM products WHERE sku = \(sku)"     // … WHERE sku = $1
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    public let text: String
    public let parameters: [Parameter]
    /// Where in the text's UTF-8 each parameter's `$n` stands.
    private let places: [Range<Int>]

    /// A whole statement; its parameters' places are not known, so it can be no part of another.
    init(text: String, parameters: [Parameter] = []) {
        self.text = text
        self.parameters = parameters
        places = []
    }

    public init(stringLiteral value: String) {
        text = value
        parameters = []
        places = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        parameters = stringInterpolation.parameters
        places = stringInterpolation.places
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var parameters: [Parameter] = []
        var places: [Range<Int>] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 3)
            parameters.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// A part of the statement that was put together elsewhere; its parameters are numbered on.
        public mutating func appendInterpolation(_ part: SQL) {
            precondition(part.places.count == part.parameters.count, "a part of a statement is written as a literal")
            var end = part.text.utf8.startIndex
            for (place, parameter) in zip(part.places, part.parameters) {
                let start = part.text.utf8.index(part.text.utf8.startIndex, offsetBy: place.lowerBound)
                text += part.text[end..<start]
                append(parameter)
                end = part.text.utf8.index(start, offsetBy: place.count)
            }
            text += part.text[end...]
        }

        /// The part that a value asks for; without the value, nothing. A condition that holds only sometimes is put in only then, so that
        /// the server plans for what is asked: one that a NULL switches off keeps a plan for all values from every index.
        ///
        ///     "… WHERE account_id = \(account) \(state, then: { "AND state = \($0)" }) ORDER BY id"
        public mutating func appendInterpolation<Value>(_ value: Value?, then part: (Value) -> SQL) {
            if let value { appendInterpolation(part(value)) }
        }

        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            append(Parameter(type: Value.postgresType, bytes: value.postgresBytes))
        }

        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            append(Parameter(type: Value.postgresType, bytes: value?.postgresBytes))
        }

        private mutating func append(_ parameter: Parameter) {
            parameters.append(parameter)
            let start = text.utf8.count
            text += "$\(parameters.count)"
            places.append(start..<text.utf8.count)
        }
    }

    /// A value in PostgreSQL's binary format; nil bytes are NULL.
    public struct Parameter: Sendable {
        public let type: PostgresType
        public let bytes: [UInt8]?

        public init(type: PostgresType, bytes: [UInt8]?) {
            self.type = type
            self.bytes = bytes
        }
    }
}
