/// Reads JSON text (RFC 8259) strictly: repeated names, lone surrogates, invalid UTF-8 and deep nesting are refused,
/// which Foundation's decoder lets pass or resolves silently.
package struct JSONParser {
    /// Deeper nesting is no document of ours, and recursion has a stack.
    static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0

    /// - Throws: `JSONSyntaxError`.
    package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.error("there is something after the value") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func error(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(offset: position, reason: reason) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth)") }
        switch current {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || byte.isDigit: return try number()
        case nil: throw error("the text ends where a value should be")
        default: throw error("no value begins like this")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let letters = word.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: letters) else { throw error("no value begins like this") }
        position += letters.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONObject {
        var object = JSONObject()
        position += 1
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            guard current == UInt8(ascii: "\"") else { throw error("a member's name in quotes is missing") }
            let start = position
            let name = try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error("a colon is missing") }
            position += 1
            skipSpace()
            guard object.insert(name, try value(depth: depth + 1)) else {
                throw JSONSyntaxError(offset: start, reason: "a member is there twice")
            }
            skipSpace()
            guard try another(UInt8(ascii: "}")) else { return object }
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        var items: [JSONValue] = []
        position += 1
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return items
        }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            guard try another(UInt8(ascii: "]")) else { return items }
        }
    }

    /// Whether a comma announces one more; else the closing bracket has been read.
    private mutating func another(_ end: UInt8) throws(JSONSyntaxError) -> Bool {
        guard let byte = current, byte == end || byte == UInt8(ascii: ",") else { throw error("a comma or a closing bracket is missing") }
        position += 1
        if byte == end { return false }
        skipSpace()
        return true
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let whole = digits()
        guard whole > 0 else { throw error("a digit is missing") }
        guard whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else { throw error("a number begins with 0") }
        var exact = true
        if current == UInt8(ascii: ".") {
            exact = false
            position += 1
            guard digits() > 0 else { throw error("a digit is missing") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            exact = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw error("a digit is missing") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        // -0 would come out as 0, which is another text than what a digest was made of.
        if exact, text != "-0", let integer = Int(text) { return .integer(integer) }
        return .number(text)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = current, byte.isDigit { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        var unescaped: [UInt8]?
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                let text =
                    unescaped.map { String(validating: $0, as: UTF8.self) }
                    ?? String(validating: bytes[start..<position], as: UTF8.self)
                guard let text else { throw error("a text is not UTF-8") }
                position += 1
                return text
            case UInt8(ascii: "\\"):
                if unescaped == nil { unescaped = Array(bytes[start..<position]) }
                unescaped?.append(contentsOf: try escape())
            case ..<0x20: throw error("a control character must be escaped")
            default:
                unescaped?.append(byte)
                position += 1
            }
        }
        throw error("a text does not end")
    }

    private mutating func escape() throws(JSONSyntaxError) -> [UInt8] {
        position += 1
        guard let byte = current else { throw error("a text does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            let unit = try hexadecimal()
            guard UTF16.isLeadSurrogate(unit) else { return try utf8(UInt32(unit)) }
            guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { throw error("a surrogate stands alone") }
            position += 2
            let second = try hexadecimal()
            guard UTF16.isTrailSurrogate(second) else { throw error("a surrogate stands alone") }
            return try utf8(0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(second) - 0xDC00)
        default: throw error("no character is escaped like this")
        }
    }

    private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw error("a text does not end") }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = hexadecimalDigit(byte) else { throw error("four hexadecimal digits are missing") }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }

    private func utf8(_ scalar: UInt32) throws(JSONSyntaxError) -> [UInt8] {
        guard let scalar = Unicode.Scalar(scalar) else { throw error("a surrogate stands alone") }
        return Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}

/// Where and why a text is not JSON.
package struct JSONSyntaxError: Error, Equatable {
    /// In bytes from the beginning.
    package let offset: Int
    package let reason: String
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
