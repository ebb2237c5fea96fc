/// Codes of eight digits, two a level; pairs of zeros at the end are levels that are not used.
enum UNSPSC {
    /// The code itself and those above it, the nearest first, whether or not the catalog has them.
    static func chain(_ code: String) -> [String] {
        let prefix = ProductSelector.prefix(ofCategory: code)
        return stride(from: prefix.utf8.count, through: 2, by: -2).map { length in
            let digits = prefix.prefix(length)
            return digits + String(repeating: "0", count: 8 - digits.utf8.count)
        }
    }

    /// The first level is used, and none below one that is not.
    static func isCode(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        guard digits.count == 8, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return false }
        let used = stride(from: 0, to: 8, by: 2).map { digits[$0] != UInt8(ascii: "0") || digits[$0 + 1] != UInt8(ascii: "0") }
        return used[0] && zip(used, used.dropFirst()).allSatisfy { $0 || !$1 }
    }
}
