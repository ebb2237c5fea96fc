extension JSONValue {
    /// Compact JSON text.
    package var jsonBytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .number(let text): bytes += text.utf8
        case .string(let text): text.writeJSON(to: &bytes)
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, name) in object.names.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                name.writeJSON(to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                (object[name] ?? .null).write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

extension String {
    /// Appends this as a JSON string, escaping only what RFC 8259 demands.
    func writeJSON(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        let isWritten =
            utf8.withContiguousStorageIfAvailable { text in
                guard text.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else { return false }
                bytes += text
                return true
            } ?? false
        if !isWritten { writeEscaped(to: &bytes) }
    }

    private func writeEscaped(to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case ..<0x20: bytes += "\\u00".utf8 + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
    }
}
