import Kernel
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
