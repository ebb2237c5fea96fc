import Foundation
import Testing

@testable import Web

@Suite("JSON text")
struct JSONTextTests {
    struct Line: Encodable {
        let sku: String
        let quantity: Int
        let note: String?
        let tags: [String]
    }

    struct Document: Encodable {
        let version: Int
        let name: String
        let active: Bool
        let lines: [Line]
        let nothing: [Line]
        let byName: [String: Int]
        let first: Line?
        let id: UUID
    }

    private static let names = ["plain", "", "with \"quotes\" and \\", "a\nb\tc\rd", "Ünïcode ✓ 👩‍👩‍👧", "\u{1}\u{1f}", "slash/inside"]

    @Test("says what JSONEncoder with sorted keys says", arguments: names)
    func agrees(name: String) throws {
        let lines = Self.names.map { Line(sku: $0, quantity: $0.count - 3, note: $0.isEmpty ? nil : name, tags: [name, $0]) }
        let document = Document(
            version: .max, name: name, active: name.isEmpty, lines: lines, nothing: [], byName: ["z": 1, "a": 2, name: 3],
            first: lines.first, id: UUID())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let expected = String(decoding: try encoder.encode(document), as: UTF8.self)
        #expect(String(decoding: try JSONText.bytes(of: document), as: UTF8.self) == expected)
    }

    private struct Custom: Encodable {
        enum Key: String, CodingKey { case outer, inner, list, last, nothing }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var nested = container.nestedContainer(keyedBy: Key.self, forKey: .outer)
            try nested.encode(1, forKey: .inner)
            try nested.encodeNil(forKey: .nothing)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encode(contentsOf: [1, 2])
            try list.encodeNil()
            try container.encode(1.5, forKey: .last)
        }
    }

    @Test("ends nested containers when the one around them goes on")
    func nested() throws {
        let text = String(decoding: try JSONText.bytes(of: [Custom()]), as: UTF8.self)
        #expect(text == #"[{"last":1.5,"list":[1,2,null],"outer":{"inner":1,"nothing":null}}]"#)
    }

    @Test("takes stored JSON over word for word")
    func embedded() throws {
        let text = String(decoding: try JSONText.bytes(of: ["receipt": EmbeddedJSON(#"{"b": 1.10, "a": [ ]}"#)]), as: UTF8.self)
        #expect(text == #"{"receipt":{"b": 1.10, "a": [ ]}}"#)
    }

    @Test("refuses numbers that JSON does not have")
    func notANumber() {
        #expect(throws: EncodingError.self) { try JSONText.bytes(of: [Double.nan]) }
    }
}
