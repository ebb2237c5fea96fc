/// Writes the canonical form of a receipt: JSON without white space, whose writer names an object's members in their order. `JSONEncoder`
/// with sorted keys writes the same bytes and takes several times as long; a test holds both against each other.
struct CanonicalText {
    private(set) var bytes: [UInt8] = []
    private var isBehindMember = false

    init() {
        bytes.reserveCapacity(1024)
    }

    mutating func object(_ body: (inout CanonicalText) -> Void) { enclosed("{", "}", body) }

    mutating func object(_ name: String, _ body: (inout CanonicalText) -> Void) {
        write(name: name)
        object(body)
    }

    mutating func list<Item>(_ name: String, _ items: [Item], _ body: (inout CanonicalText, Item) -> Void) {
        write(name: name)
        enclosed("[", "]") { text in
            for item in items {
                text.part()
                text.object { body(&$0, item) }
            }
        }
    }

    /// Nothing at all for nil.
    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        write(name: name)
        quote(value)
    }

    mutating func member(_ name: String, _ value: Int) {
        write(name: name)
        bytes += String(value).utf8
    }

    private mutating func enclosed(_ first: Unicode.Scalar, _ last: Unicode.Scalar, _ body: (inout CanonicalText) -> Void) {
        bytes.append(UInt8(ascii: first))
        isBehindMember = false
        body(&self)
        bytes.append(UInt8(ascii: last))
        isBehindMember = true
    }

    private mutating func write(name: String) {
        part()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func part() {
        if isBehindMember { bytes.append(UInt8(ascii: ",")) }
        isBehindMember = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isWritten =
            text.utf8.withContiguousStorageIfAvailable { text in
                guard text.allSatisfy(Self.isPlain) else { return false }
                bytes += text
                return true
            } ?? false
        if !isWritten {
            for byte in text.utf8 { bytes += Self.isPlain(byte) ? [byte] : Self.escaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [UInt8(ascii: "\\"), byte]
        case 0x08: return Array("\\b".utf8)
        case 0x09: return Array("\\t".utf8)
        case 0x0A: return Array("\\n".utf8)
        case 0x0C: return Array("\\f".utf8)
        case 0x0D: return Array("\\r".utf8)
        default: return Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
        }
    }
}
