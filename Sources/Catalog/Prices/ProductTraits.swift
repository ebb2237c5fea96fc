/// What of a product rules can speak of, read once and then looked up in the price book of every contract.
struct ProductTraits {
    let sku: String
    let manufacturer: String?
    /// The category's and those above it, the deepest first; none without a category.
    let categories: InlineArray<4, CategoryKey>

    init(_ product: Product) {
        sku = product.sku
        manufacturer = product.manufacturer
        let code = product.category.flatMap { CategoryKey(prefix: $0) } ?? .none
        categories = [code.cut(to: 8), code.cut(to: 6), code.cut(to: 4), code.cut(to: 2)]
    }
}

/// A UNSPSC code or the beginning of one, up to eight characters in one word: compared and hashed as a number.
struct CategoryKey: Hashable, Sendable {
    private let letters: UInt64

    /// Of nothing: no rule has it.
    static let none = CategoryKey(letters: 0)

    private init(letters: UInt64) {
        self.letters = letters
    }

    /// Nil where it cannot be a code's beginning: no product has such a category.
    init?(prefix: String) {
        guard (1...8).contains(prefix.utf8.count) else { return nil }
        letters = prefix.utf8.reduce(0) { ($0 << 8) | UInt64($1) } << UInt64(8 * (8 - prefix.utf8.count))
    }

    /// The first `count` characters; `none` where there are not so many.
    func cut(to count: Int) -> CategoryKey {
        let unused = UInt64(8 * (8 - count))
        let cut = (letters >> unused) << unused
        // The last character of those that are asked for is there.
        return (cut >> unused) & 0xff == 0 ? .none : CategoryKey(letters: cut)
    }
}
