/// What somebody looks for, taken apart as `product_search` was (0035): words at what separates them, Chinese in pairs of neighbours.
struct SearchWords: Sendable, Hashable {
    /// In lower case, without the words that English has everywhere.
    private(set) var words: [String] = []
    /// Chinese characters, in pairs where they stand together.
    private(set) var han: [String] = []
    /// The same whole.
    private(set) var hanRuns: [String] = []
    /// The whole as a SKU or a part number; empty where it cannot be one.
    let code: String
    /// The last word may be the beginning of one: somebody is still typing.
    private(set) var isLastWordOpen = false

    init(_ text: String) {
        code = ProductCode.normalized(text)
        var word = ""
        var run: [Unicode.Scalar] = []
        for scalar in text.lowercased().unicodeScalars {
            if Self.isHan(scalar) {
                add(&word)
                run.append(scalar)
                isLastWordOpen = false
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "." || Self.isMark(scalar) {
                add(&run)
                word.unicodeScalars.append(scalar)
            } else {
                add(&word)
                add(&run)
            }
        }
        isLastWordOpen = !word.isEmpty
        add(&word)
        add(&run)
        if words.count > Self.limit { words.removeLast(words.count - Self.limit) }
        if han.count > Self.limit { han.removeLast(han.count - Self.limit) }
        if hanRuns.count > Self.limit { hanRuns.removeLast(hanRuns.count - Self.limit) }
    }

    var isEmpty: Bool { words.isEmpty && han.isEmpty }

    /// As names are sorted: without regard to case.
    static func folded(_ text: String) -> String { text.lowercased() }

    /// Whether a word may be a misspelling of another: at most one letter wrong, missing, too many or changed with its neighbour, two in
    /// a long word.
    static func isNear(_ word: String, _ other: String) -> Bool {
        distance(Array(word.unicodeScalars), Array(other.unicodeScalars)) <= (word.unicodeScalars.count < 8 ? 1 : 2)
    }

    /// What a word is likely to have been meant as that is written with one letter wrong, missing, too many or changed with its neighbour,
    /// as patterns of LIKE; none for a long one, which shares enough with what was meant to be found by that.
    static func patterns(near word: String) -> [String] {
        let letters = word.unicodeScalars.map { String(Character($0)) }
        guard (4...7).contains(letters.count), word.unicodeScalars.allSatisfy(\.properties.isAlphabetic) else { return [] }
        func replacing(_ range: Range<Int>, _ text: String) -> String {
            letters[..<range.lowerBound].joined() + text + letters[range.upperBound...].joined()
        }
        let swapped = letters.indices.dropLast().map { replacing($0..<$0 + 2, letters[$0 + 1] + letters[$0]) }
        let changed = letters.indices.flatMap { [replacing($0..<$0 + 1, ""), replacing($0..<$0 + 1, "_"), replacing($0..<$0, "_")] }
        return Set(swapped + changed + [word + "_"]).sorted()
    }

    private static let limit = 12
    private static let common: Set = ["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]

    private mutating func add(_ word: inout String) {
        let trimmed = word.trimmingPrefix { $0 == "." }
        let bare = String(trimmed.reversed().trimmingPrefix { $0 == "." }.reversed())
        if !bare.isEmpty, !Self.common.contains(bare) { words.append(bare) }
        word = ""
    }

    private mutating func add(_ run: inout [Unicode.Scalar]) {
        if !run.isEmpty { hanRuns.append(run.map { String(Character($0)) }.joined()) }
        if run.count == 1 { han.append(String(Character(run[0]))) }
        for (left, right) in zip(run, run.dropFirst()) { han.append(String(Character(left)) + String(Character(right))) }
        run = []
    }

    /// An accent that stands by itself belongs to the letter before it.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x3400...0x9FFF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
    }

    /// Of optimal string alignment.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
