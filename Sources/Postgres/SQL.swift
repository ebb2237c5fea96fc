/// A statement and its bound values. Interpolating a value makes a parameter; there is no way to splice text.
///
///     let sql: SQL = "SELECT name FROM products WHERE sku = \(sku)"     // … WHERE sku = $1
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    public let text: String
    public let parameters: [Parameter]

    init(text: String, parameters: [Parameter] = []) {
        self.text = text
        self.parameters = parameters
    }

    public init(stringLiteral value: String) {
        text = value
        parameters = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        parameters = stringInterpolation.parameters
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var parameters: [Parameter] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 3)
            parameters.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            append(Parameter(type: Value.postgresType, bytes: value.postgresBytes))
        }

        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            append(Parameter(type: Value.postgresType, bytes: value?.postgresBytes))
        }

        private mutating func append(_ parameter: Parameter) {
            parameters.append(parameter)
            text += "$\(parameters.count)"
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
