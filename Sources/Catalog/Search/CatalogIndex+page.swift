import Kernel

extension CatalogIndex {
    /// How well each product fits, by ordinal; 0 for not at all. A SKU or part number that begins as it was typed comes before every text.
    /// Of what was found by its texts comes first what it *is* that was asked for: its category is called so; then what is named so; then
    /// items before services, which are for something; and then by PostgreSQL's rank (docs/decisions/0014).
    func scores(_ search: SearchWords, _ matches: TextMatches) -> [Int64] {
        var scores = [Int64](repeating: 0, count: count)
        let (all, any) = (Set(matches.calledByAll), Set(matches.calledByAny))
        let called: [Int64] = categories.map { all.contains($0) ? 2 : any.contains($0) ? 1 : 0 }
        let words = NameWords(search)
        for (place, number) in matches.numbers.enumerated() {
            guard let ordinal = numbers.ordinal(of: number) else { continue }
            let row = rows[ordinal]
            let category = categoryOf[ordinal]
            let isCalled = category >= 0 ? called[Int(category)] : 0
            let fit = (isCalled * 3 + words.place(in: row).rawValue) * 2 + (row.kind == .item ? 1 : 0)
            let rank = matches.isRanked ? min(Int64(matches.ranks[place]), Self.step - 2) : 0
            scores[ordinal] = fit * Self.step + 1 + max(0, rank)
        }
        guard !search.code.isEmpty else { return scores }
        var place = codes.partitioningPlace { $0.text >= search.code }
        while place < codes.count, codes[place].text.hasPrefix(search.code) {
            let code = codes[place]
            let isWhole = code.text == search.code
            let score = Int64(1 + (code.isSKU ? 1 : 0) + (isWhole ? 2 : 0)) * 1_000_000_000
            scores[Int(code.ordinal)] = max(scores[Int(code.ordinal)], score)
            place += 1
        }
        return scores
    }

    /// The same, remembered where it was found in this very catalog and costs something to find.
    func scores(_ search: SearchWords, _ matches: TextMatches, at stamp: CatalogStamp) -> [Int64] {
        let scores = scores(search, matches)
        if stamp == self.stamp, matches.numbers.count >= SearchMemory.fewest { searches.remember(scores, for: search) }
        return scores
    }

    /// PostgreSQL's ranks are below it.
    private static let step: Int64 = 2_000_000

    /// A page of what a wish finds among products of the assortment.
    /// - Parameters:
    ///   - candidates: their ordinals, ascending.
    ///   - scores: how well each fits the words, by ordinal; none where there were no words.
    func page(
        _ wish: CatalogWish, of candidates: [Int], scores: [Int64] = [], isSpeltNearly: Bool = false, in list: PriceList
    ) throws -> CatalogPage {
        let sort = wish.sort
        let needsPrices = wish.facets.price || sort == .price || sort == .priceDescending
        let matches = try CatalogMatches(candidates, wish.filter, needsPrices: needsPrices, self, list)
        let order = CatalogOrder(sort, scores: scores, prices: matches.prices, self, language: wish.language)
        let shown = order.first(wish.limit + 1, of: matches.found, after: wish.after)
        let items = try shown.prefix(wish.limit).compactMap { try priced($0, in: list, language: wish.language) }
        return CatalogPage(
            items: items, next: shown.count > wish.limit ? shown.dropLast().last.map(order.position) : nil, total: matches.found.count,
            facets: wish.facets.isNothing ? nil : matches.facets(wish, self, currency: list.currency),
            isSpeltNearly: isSpeltNearly)
    }

    /// All that a wish finds among products of the assortment, in its order.
    func export(_ wish: CatalogWish, of candidates: [Int], scores: [Int64] = [], in list: PriceList) throws -> PriceListExport {
        let needsPrices = wish.sort == .price || wish.sort == .priceDescending
        let matches = try CatalogMatches(candidates, wish.filter, needsPrices: needsPrices, self, list)
        let order = CatalogOrder(wish.sort, scores: scores, prices: matches.prices, self, language: wish.language)
        return PriceListExport(
            list: list, index: self, ordinals: order.all(of: matches.found, after: wish.after), language: wish.language)
    }
}
