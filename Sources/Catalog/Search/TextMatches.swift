/// What a search of the texts found: products by their numbers, and how well each fits.
struct TextMatches: Sendable {
    let numbers: [Int32]
    /// One for each; none where it is too many that were found.
    let ranks: [Int32]
    /// Codes of the categories that are called by all of the words, and by any.
    let calledByAll: [String]
    let calledByAny: [String]

    var isRanked: Bool { numbers.count == ranks.count }

    static let none = TextMatches(numbers: [], ranks: [], calledByAll: [], calledByAny: [])
}
