internal import FoundationEssentials

/// JSON text that is stored as it was hashed, as a part of an answer: the very text, which the database holds to be JSON.
package struct EmbeddedJSON: Encodable, Sendable {
    private let text: String

    /// - Throws: `JSONParser`'s error for no text at all.
    package init(_ text: String) throws {
        if text.isEmpty { _ = try JSONParser.parse([]) }
        self.text = text
    }

    package func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? JSONText { return encoder.write(json: text.utf8) }
        try JSONParser.parse(Array(text.utf8)).encode(to: encoder)
    }
}

extension JSONValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? JSONText { return encoder.write(json: jsonBytes) }
        switch self {
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .object(let object):
            var container = encoder.container(keyedBy: MemberName.self)
            for name in object.names { try container.encode(object[name], forKey: MemberName(name)) }
        case .null, .bool, .integer, .number, .string:
            var container = encoder.singleValueContainer()
            try encodeScalar(into: &container)
        }
    }

    private func encodeScalar(into container: inout any SingleValueEncodingContainer) throws {
        switch self {
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let text): try container.encode(Decimal(string: text))
        case .string(let value): try container.encode(value)
        case .null, .array, .object: try container.encodeNil()
        }
    }

    private struct MemberName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}
