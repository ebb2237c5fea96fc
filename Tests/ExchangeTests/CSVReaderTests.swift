import Kernel
import PurveyorTesting
import Testing

@testable import Exchange

@Suite struct CSVReaderTests {
    /// Reads `text` in chunks of `size` bytes: where a chunk ends must not matter.
    private func records(_ text: String, chunks size: Int = 7) throws -> [CSVRecord] {
        try records(Array(text.utf8), chunks: size)
    }

    private func records(_ bytes: [UInt8], chunks size: Int = 7) throws -> [CSVRecord] {
        var rest = bytes[...]
        var reader = CSVReader {
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
        var records: [CSVRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    @Test(arguments: [1, 2, 3, 5, 1000]) func `quotes, commas and line ends inside a field are the field's`(size: Int) throws {
        let text = "a,\"b, \"\"c\"\"\",d\r\n\"two\r\nlines\",,\r\n\r\nlast"
        #expect(
            try records(text, chunks: size) == [
                CSVRecord(line: 1, fields: ["a", "b, \"c\"", "d"]), CSVRecord(line: 2, fields: ["two\r\nlines", "", ""]),
                CSVRecord(line: 5, fields: ["last"]),
            ])
    }

    @Test func `a field that is not UTF-8 is read as Latin-1`() throws {
        #expect(try records([0xA3, 0x2C] + Array("£".utf8)) == [CSVRecord(line: 1, fields: ["£", "£"])])
    }

    @Test(arguments: [1, 2, 3, 5, 1000]) func `UTF-16 is told by its mark or without one, wherever a chunk ends`(size: Int) throws {
        let text = "sku,name\r\nA-1,\"笔记本, 😀\"\n"
        let expected = [CSVRecord(line: 1, fields: ["sku", "name"]), CSVRecord(line: 2, fields: ["A-1", "笔记本, 😀"])]
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big, [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
            #expect(try records(bytes, chunks: size) == expected)
        }
    }

    @Test(arguments: [
        ("a,b", FileEncoding.utf8), ("ä,b", .utf8), ("", .utf8), ("\u{FEFF}ä", .utf8),
    ]) func `how a file was read is told`(text: String, encoding: FileEncoding) throws {
        #expect(try self.encoding(Array(text.utf8)) == encoding)
        #expect(try self.encoding([0x61, 0x2C, 0xE4]) == .latin1)
        #expect(try self.encoding([0xE4, 0x2C, 0xE4, 0x2C] + Array("ä".utf8)) == .mixed(latin1Fields: 2))
        #expect(try self.encoding([0xFF, 0xFE, 0x61, 0]) == .utf16)
    }

    private func encoding(_ bytes: [UInt8]) throws -> FileEncoding {
        var rest = bytes[...]
        var reader = CSVReader {
            defer { rest = [] }
            return Array(rest)
        }
        while try reader.next() != nil {}
        return reader.encoding
    }

    @Test func `what is kept from being computed is read as it was, whatever it is made of`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let pieces = [
            "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "'", "\"", ",", ";", "1", "a",
            "中", "\u{301}", "\u{200D}", "\u{FE0F}", " ",
        ]
        let formulas: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"]
        var guarded = 0
        for _ in 1...5000 {
            let field = (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let written = try #require(try records(CSVText.record([field, "x"])).first?.fields.first)
            #expect(Array(CSVText.unguarded(written).utf8) == Array(field.utf8), "seed \(seed): \(field.debugDescription)")
            let begins = written.unicodeScalars.first.map(formulas.contains) ?? false
            #expect(!begins || Int(written) != nil, "seed \(seed): \(field.debugDescription)")
            if written.utf8.count > field.utf8.count { guarded += 1 }
        }
        #expect(guarded > 500, "the generator has become too tame")
    }

    @Test(arguments: ["=\u{301}cmd", "=\u{200D}1+1", "=\u{FE0F}1", "＝1", "＋1", "－a", "＠a", "\n=1", "'=1", "-5.50"])
    func `a mark behind it or its full width hides no formula`(field: String) throws {
        let written = try #require(try records(CSVText.record([field])).first?.fields.first)
        #expect(written.unicodeScalars.first == "'" && written.utf8.count == field.utf8.count + 1)
    }

    @Test func `what parts fields elsewhere is put in quotes, and a quote with an accent on it is doubled too`() {
        #expect(CSVText.record(["x;=1", "a\tb", "a\"\u{301}b"]) == "\"x;=1\",\"a\tb\",\"a\"\"\u{301}b\"\r\n")
    }

    @Test func `a quote that is never closed is a fault with its line`() throws {
        #expect(throws: CSVFault.quoteNotClosed(line: 2)) { try records("a\n\"b\nc\n") }
    }

    @Test func `an endless record is refused before it fills the memory`() throws {
        #expect(throws: CSVFault.recordTooLong(line: 1, limit: 65_536)) {
            try records("\"" + String(repeating: "x,", count: 40_000), chunks: 4096)
        }
    }

    @Test(arguments: ["a", "a,b", "say \"no\"", "two\nlines", ""])
    func `what is written is read again`(field: String) throws {
        #expect(try records(CSVText.record([field, "x"])) == [CSVRecord(line: 1, fields: [field, "x"])])
    }

    @Test func `a field that a spreadsheet would compute is made a text`() {
        #expect(CSVText.record(["=1+1", "-5", "@x"]) == "'=1+1,-5,'@x\r\n")
    }
}
