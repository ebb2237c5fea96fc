import Kernel

/// A YAML file's text, whole: YAML cannot be read piece by piece, so its length is bounded by whoever opens it.
enum YAMLText {
    /// UTF-16 is told by its mark or its zeros; what is no UTF-8 is read as ISO 8859-1 (Latin-1).
    /// - Throws: `GzipFault`.
    static func read(_ source: ImportSource) throws -> (text: String, encoding: FileEncoding) {
        let file = try source.open()
        var reader = FileText { try file.read() }
        var bytes: [UInt8] = []
        while true {
            let chunk = try reader.next()
            guard !chunk.isEmpty else { break }
            bytes += chunk
        }
        if let text = String(validating: bytes, as: UTF8.self) { return (text, reader.isUTF16 ? .utf16 : .utf8) }
        return (String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })), .latin1)
    }
}
