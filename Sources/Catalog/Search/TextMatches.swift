/// What a search of the texts found: products by their numbers, and how well each fits.
struct TextMatches: Sendable {
    let numbers: [Int32]
    let ranks: [Int32]

    static let none = TextMatches(numbers: [], ranks: [])
}
