import Kernel

/// An order history read line by line; its size does not matter.
struct HistoryFile {
    private let file: GzipFile
    private var reader: CSVReader
    private let columns: HistoryColumns
    private let currency: Currency

    /// - Throws: `GzipFault`, `CSVFault`, `HistoryFileRefusal`.
    init(path: String, currency: Currency) throws {
        let file = try GzipFile(path: path)
        var reader = CSVReader { try file.read() }
        guard let header = try reader.next() else { throw HistoryFileRefusal.empty }
        self.file = file
        self.reader = reader
        self.currency = currency
        columns = try HistoryColumns(header: header)
    }

    /// The next line or what is wrong with it; nil at the end.
    mutating func next() throws -> Result<HistoryLine, RefusedLines>? {
        guard let record = try reader.next() else { return nil }
        return HistoryLine.parse(record, columns, currency: currency)
    }

    /// Bytes read so far, of the file as it is stored.
    var bytesRead: Int { file.offset }
}
