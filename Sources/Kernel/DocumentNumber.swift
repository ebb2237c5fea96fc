/// The number that people read on a document, unique in its account: `Q-000123`.
package struct DocumentNumber: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case quote = "Q"
        case order = "O"
        case contract = "C"
    }

    package let kind: Kind
    package let value: Int

    package init(_ kind: Kind, _ value: Int) {
        self.kind = kind
        self.value = value
    }

    package init?(_ text: some StringProtocol, _ kind: Kind) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == kind.rawValue, (1...12).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let value = Int(parts[1]), value > 0
        else { return nil }
        self.init(kind, value)
    }

    package var description: String { "\(kind.rawValue)-\(pad(Int64(value), 6))" }
}

extension DocumentNumber: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let kind = Kind(rawValue: String(text.prefix { $0 != "-" })), let number = DocumentNumber(text, kind) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number like Q-000123")
        }
        self = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// How a path names a document: by id or by number (api.md, Ids).
package enum DocumentReference<Subject>: Sendable {
    case id(ID<Subject>)
    case number(DocumentNumber)

    package init?(_ text: String, _ kind: DocumentNumber.Kind) {
        if let id = ID<Subject>(text) {
            self = .id(id)
        } else if let number = DocumentNumber(text, kind) {
            self = .number(number)
        } else {
            return nil
        }
    }

    package var id: ID<Subject>? { if case .id(let id) = self { id } else { nil } }
    package var number: Int? { if case .number(let number) = self { number.value } else { nil } }
}
