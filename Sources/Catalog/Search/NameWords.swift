/// Whether a product's name has the words that were asked for: what a search that finds too much to be ranked puts first.
struct NameWords {
    private let words: [[UInt8]]

    init(_ search: SearchWords) {
        words = (search.words + search.han).map { Array($0.utf8) }
    }

    /// Every word in one and the same name, each at the beginning of a word; capitals are not told apart where they are Latin.
    func stand(in row: CatalogRow) -> Bool {
        stand(in: row.name) || row.translations.values.contains(where: stand)
    }

    private func stand(in name: String) -> Bool {
        let found = name.utf8.withContiguousStorageIfAvailable { bytes in words.allSatisfy { Self.begins($0, in: bytes) } }
        return found ?? words.allSatisfy { word in Array(name.utf8).withUnsafeBufferPointer { Self.begins(word, in: $0) } }
    }

    private static func begins(_ word: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = word.first, bytes.count >= word.count else { return false }
        var isInWord = false
        for start in 0...(bytes.count - word.count) {
            let byte = lowercased(bytes[start])
            // A Chinese character is a word by itself; its bytes are all above ASCII.
            if byte == first, !isInWord || first >= 0x80, word.indices.allSatisfy({ lowercased(bytes[start + $0]) == word[$0] }) {
                return true
            }
            isInWord = byte >= 0x80 || isLetterOrDigit(byte)
        }
        return false
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
