import Kernel

extension CatalogIndex {
    /// How well each product fits, by ordinal; 0 for not at all. A SKU or part number that begins as it was typed comes before every text.
    func scores(_ search: SearchWords, _ matches: TextMatches) -> [Int64] {
        var scores = [Int64](repeating: 0, count: count)
        if matches.isRanked {
            for (number, rank) in zip(matches.numbers, matches.ranks) {
                if let ordinal = numbers.ordinal(of: number) { scores[ordinal] = max(1, Int64(rank)) }
            }
        } else {
            let words = NameWords(search)
            for number in matches.numbers {
                if let ordinal = numbers.ordinal(of: number) { scores[ordinal] = words.stand(in: rows[ordinal]) ? 2 : 1 }
            }
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
