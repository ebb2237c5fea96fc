/// Reads a CSV file (RFC 4180) record by record from chunks of bytes, so that its size does not matter.
/// Lines may end in CRLF or LF. UTF-8 and UTF-16 are told by their first bytes; a field that is not UTF-8 is read as ISO 8859-1, which
/// older exports are in.
struct CSVReader {
    private static let recordBytes = 1 << 16
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private var file: FileText
    private var chunk: [UInt8] = []
    private var position = 0
    private var line = 1
    private var latin1Fields = 0
    private var hasUTF8 = false

    /// - Parameter nextChunk: the next bytes of the file; none at its end.
    init(_ nextChunk: @escaping () throws -> [UInt8]) {
        file = FileText(nextChunk)
    }

    /// As far as it has been read.
    var encoding: FileEncoding {
        if file.isUTF16 { return .utf16 }
        if latin1Fields == 0 { return .utf8 }
        return hasUTF8 ? .mixed(latin1Fields: latin1Fields) : .latin1
    }

    /// The next record, nil at the end of the file. Empty lines are passed over.
    /// - Throws: `CSVFault`, and what reading the file throws.
    mutating func next() throws -> CSVRecord? {
        while let first = try peek() {
            guard first == Self.lineFeed || first == Self.carriageReturn else { return try record() }
            advance(over: first)
        }
        return nil
    }

    private mutating func record() throws -> CSVRecord {
        let start = line
        var fields: [String] = []
        fields.reserveCapacity(8)
        var field: [UInt8] = []
        var size = 0
        while true {
            field.removeAll(keepingCapacity: true)
            try read(into: &field, recordAt: start)
            size += field.count + 1
            guard size <= Self.recordBytes else { throw CSVFault.recordTooLong(line: start, limit: Self.recordBytes) }
            fields.append(text(field))
            guard let end = try peek() else { break }
            advance(over: end)
            if end == Self.comma { continue }
            if end == Self.carriageReturn, try peek() == Self.lineFeed { advance(over: Self.lineFeed) }
            break
        }
        return CSVRecord(line: start, fields: fields)
    }

    /// One field, up to the comma or the line's end after it. A quote inside an unquoted field stands for itself, as spreadsheets have it.
    private mutating func read(into field: inout [UInt8], recordAt start: Int) throws {
        if try peek() == Self.quote {
            advance(over: Self.quote)
            try readQuoted(into: &field, recordAt: start)
        }
        while try peek() != nil {
            let rest = chunk[position...]
            let end = rest.firstIndex { $0 == Self.comma || $0 == Self.lineFeed || $0 == Self.carriageReturn } ?? rest.endIndex
            guard field.count + end - position <= Self.recordBytes else {
                throw CSVFault.recordTooLong(line: start, limit: Self.recordBytes)
            }
            field += rest[..<end]
            position = end
            if end < rest.endIndex { return }
        }
    }

    private mutating func readQuoted(into field: inout [UInt8], recordAt start: Int) throws {
        while let byte = try peek() {
            guard field.count < Self.recordBytes else { throw CSVFault.recordTooLong(line: start, limit: Self.recordBytes) }
            advance(over: byte)
            if byte == Self.quote {
                guard try peek() == Self.quote else { return }
                advance(over: Self.quote)
            }
            field.append(byte)
        }
        throw CSVFault.quoteNotClosed(line: start)
    }

    private mutating func peek() throws -> UInt8? {
        if position == chunk.count {
            chunk = try file.next()
            position = 0
        }
        return position < chunk.count ? chunk[position] : nil
    }

    private mutating func advance(over byte: UInt8) {
        position += 1
        if byte == Self.lineFeed { line += 1 }
    }

    private mutating func text(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "" }
        if let text = String(validating: bytes, as: UTF8.self) {
            if !hasUTF8 { hasUTF8 = bytes.contains { $0 >= 0x80 } }
            return text
        }
        latin1Fields += 1
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
