/// Where a product's name has the words that were asked for: what it is called comes before what it is for.
struct NameWords {
    enum Place: Int64, Comparable {
        case nowhere
        /// Behind "for": the name says what the product is for.
        case purpose
        case subject

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private let words: [[UInt8]]

    init(_ search: SearchWords) {
        words = search.words.map { Array(Self.singular($0).utf8) } + search.han.map { Array($0.utf8) }
    }

    /// Every word in one and the same name, each at the beginning of a word; capitals are not told apart where they are Latin. The best of
    /// the names in all languages.
    func place(in row: CatalogRow) -> Place {
        var best = place(in: row.name)
        for name in row.translations.values where best < .subject { best = max(best, place(in: name)) }
        return best
    }

    private func place(in name: String) -> Place {
        name.utf8.withContiguousStorageIfAvailable(place) ?? Array(name.utf8).withUnsafeBufferPointer(place)
    }

    private func place(in bytes: UnsafeBufferPointer<UInt8>) -> Place {
        guard stand(in: bytes) else { return .nowhere }
        guard let end = Self.endOfSubject(in: bytes) else { return .subject }
        return stand(in: UnsafeBufferPointer(rebasing: bytes[..<end])) ? .subject : .purpose
    }

    private func stand(in bytes: UnsafeBufferPointer<UInt8>) -> Bool { words.allSatisfy { Self.begins($0, in: bytes) } }

    private static let purposes = [" for ", " for:", "适用", "用于"].map { Array($0.utf8) }

    /// Where a name goes on with what the product is for; nil where it does not say.
    private static func endOfSubject(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        purposes.lazy.compactMap { purpose in
            guard bytes.count >= purpose.count else { return nil }
            return (0...(bytes.count - purpose.count)).first { start in
                purpose.indices.allSatisfy { lowercased(bytes[start + $0]) == purpose[$0] }
            }
        }.min()
    }

    /// As an English word begins in both numbers: notebook, batter(y, ies), switch(es).
    private static func singular(_ word: String) -> String {
        guard word.utf8.count > 3, word.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else { return word }
        if word.hasSuffix("ies") { return String(word.dropLast(3)) }
        if ["sses", "shes", "ches", "xes"].contains(where: word.hasSuffix) { return String(word.dropLast(2)) }
        return word.hasSuffix("s") && !["ss", "us", "is"].contains(where: word.hasSuffix) ? String(word.dropLast()) : word
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
