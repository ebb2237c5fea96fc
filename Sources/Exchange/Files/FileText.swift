/// The bytes of a text file without the mark that says how they are to be read, and those of UTF-16 as UTF-8. What is UTF-16 is told by its
/// mark, or by the zero that one of its first two bytes is where it has none.
struct FileText {
    private enum Form {
        case unknown
        case bytes
        case utf16(isLittleEndian: Bool)
    }

    private let nextChunk: () throws -> [UInt8]
    private var form = Form.unknown
    /// Half of a character, for which the rest is to come.
    private var pending: [UInt8] = []

    init(_ nextChunk: @escaping () throws -> [UInt8]) {
        self.nextChunk = nextChunk
    }

    var isUTF16: Bool { if case .utf16 = form { true } else { false } }

    /// The next bytes; none at the end.
    mutating func next() throws -> [UInt8] {
        switch form {
        case .unknown: try begin()
        case .bytes: try nextChunk()
        case .utf16(let isLittleEndian): try decoded(isLittleEndian)
        }
    }

    private mutating func begin() throws -> [UInt8] {
        var first: [UInt8] = []
        while first.count < 4 {
            let chunk = try nextChunk()
            guard !chunk.isEmpty else { break }
            first += chunk
        }
        switch (first.first, first.dropFirst().first) {
        case (0xFF, 0xFE), (0xFE, 0xFF):
            form = .utf16(isLittleEndian: first[0] == 0xFF)
            pending = Array(first.dropFirst(2))
        case (let one?, 0) where one != 0: (form, pending) = (.utf16(isLittleEndian: true), first)
        case (0, let two?) where two != 0: (form, pending) = (.utf16(isLittleEndian: false), first)
        default:
            form = .bytes
            return first.starts(with: [0xEF, 0xBB, 0xBF])
                ? Array(first.dropFirst(3)).isEmpty ? try nextChunk() : Array(first.dropFirst(3)) : first
        }
        return try next()
    }

    private mutating func decoded(_ isLittleEndian: Bool) throws -> [UInt8] {
        while true {
            let chunk = try nextChunk()
            let isEnd = chunk.isEmpty
            var bytes = pending + chunk
            if isEnd, bytes.isEmpty { return [] }
            var units: [UInt16] = []
            units.reserveCapacity(bytes.count / 2 + 1)
            for place in stride(from: 0, to: bytes.count - 1, by: 2) {
                let (one, two) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
                units.append(isLittleEndian ? two << 8 | one : one << 8 | two)
            }
            bytes.removeFirst(units.count * 2)
            // The first half of a character beyond 16 bits waits for its second.
            if !isEnd, let last = units.last, UTF16.isLeadSurrogate(last) {
                units.removeLast()
                bytes =
                    [
                        UInt8(truncatingIfNeeded: isLittleEndian ? last : last >> 8),
                        UInt8(truncatingIfNeeded: isLittleEndian ? last >> 8 : last),
                    ] + bytes
            }
            pending = isEnd ? [] : bytes
            if isEnd, !bytes.isEmpty { units.append(0xFFFD) }
            if !units.isEmpty { return Array(String(decoding: units, as: UTF16.self).utf8) }
            if isEnd { return [] }
        }
    }
}
