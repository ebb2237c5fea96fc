import Accounts
import Kernel
import Postgres

/// Finds a page of the contract catalog: what the caller's contracts in force hold today, found, counted and priced in one go. One round
/// trip where nothing has changed since the last request; nothing is kept for an account but its contracts' price books.
struct FindInCatalog: Sendable {
    let database: Database
    let priceLists: LoadPriceList
    let catalog: LoadCatalogIndex
    let world: World

    /// What a reader is answered from, and what a search found at the same moment.
    private struct Ground {
        let list: PriceList
        let index: CatalogIndex
        /// How well each product fits the words; nil where there were none.
        let scores: [Int64]?
    }

    /// What of the assortment has the words.
    private struct Found {
        let ground: Ground
        var candidates: [Int]
        var scores: [Int64] = []
        var isSpeltNearly = false
    }

    func callAsFunction(_ wish: CatalogWish, _ prices: LoadPriceList.Wish, by caller: Caller) async throws -> CatalogPage {
        let found = try await found(wish, prices, by: caller)
        return try found.ground.index.page(
            wish, of: found.candidates, scores: found.scores, isSpeltNearly: found.isSpeltNearly, in: found.ground.list)
    }

    /// All of it, to be written out.
    func all(_ wish: CatalogWish, _ prices: LoadPriceList.Wish, by caller: Caller) async throws -> PriceListExport {
        let found = try await found(wish, prices, by: caller)
        return try found.ground.index.export(wish, of: found.candidates, scores: found.scores, in: found.ground.list)
    }

    private func found(_ wish: CatalogWish, _ prices: LoadPriceList.Wish, by caller: Caller) async throws -> Found {
        let search = wish.filter.text.map(SearchWords.init)
        let ground = try await ground(search, prices, by: caller) { stamping, stamp, searching in
            try await database.read(caller.rowSecurity, stamping, stamp, searching)
        }
        return try await found(search, ground, among: ground.index.assortment(of: ground.list))
    }

    /// The same among fewer products, which more that is read at the same moment tells.
    /// - Parameter narrow: for each product whether it is one of them; none outside the assortment.
    func callAsFunction<A: Sendable, B: Sendable>(
        _ wish: CatalogWish, _ prices: LoadPriceList.Wish, by caller: Caller, knowing a: Query<A>, _ b: Query<B>,
        narrow: (A, B, CatalogIndex, PriceList) throws -> [Bool]
    ) async throws -> CatalogPage {
        let search = wish.filter.text.map(SearchWords.init)
        var known: (A, B)?
        let ground = try await ground(search, prices, by: caller) { stamping, stamp, searching in
            let (contracts, catalog, matches, first, second) = try await database.read(
                caller.rowSecurity, stamping, stamp, searching, a, b)
            known = (first, second)
            return (contracts, catalog, matches)
        }
        guard let known else { throw PostgresDecodingError.noRow }
        let found = try await found(search, ground, among: try narrow(known.0, known.1, ground.index, ground.list))
        return try ground.index.page(
            wish, of: found.candidates, scores: found.scores, isSpeltNearly: found.isSpeltNearly, in: ground.list)
    }

    /// - Parameter assortment: for each product whether it is looked at.
    private func found(_ search: SearchWords?, _ ground: Ground, among assortment: [Bool]) async throws -> Found {
        guard let search, let first = ground.scores else {
            return Found(ground: ground, candidates: assortment.indices.filter { assortment[$0] })
        }
        var scores = first
        var candidates = assortment.indices.filter { assortment[$0] && scores[$0] > 0 }
        var isSpeltNearly = false
        if candidates.isEmpty, let nearly = try await nearly(search) {
            scores = ground.index.scores(search, nearly)
            candidates = assortment.indices.filter { assortment[$0] && scores[$0] > 0 }
            isSpeltNearly = !candidates.isEmpty
        }
        return Found(ground: ground, candidates: candidates, scores: scores, isSpeltNearly: isSpeltNearly)
    }

    /// The contracts, the catalog and what was found in it as they were at one moment. What is remembered is tried first; where it no
    /// longer holds, it is read anew. Should the catalog change faster than it can be read, the last that was read is as good as any:
    /// it was the catalog within this request.
    /// - Parameter read: asks for these three at one moment, with whatever else.
    private func ground(
        _ search: SearchWords?, _ prices: LoadPriceList.Wish, by caller: Caller,
        _ read: (Query<ContractStamp>, Query<CatalogStamp>, Query<TextMatches>) async throws -> (
            ContractStamp, CatalogStamp, TextMatches
        )
    ) async throws -> Ground {
        let stamping = ContractQueries.stamp(of: caller, on: prices.day, now: world.now())
        var tries = 0
        while true {
            tries += 1
            let (remembered, index) = (priceLists.remembered(prices), await catalog.remembered())
            let known = search.flatMap { index?.searches[$0] }
            let searching = known == nil ? search.map { ProductSearchQueries.matches($0) } : nil
            let (contractStamp, catalogStamp, matches) = try await read(
                stamping, CatalogIndexQueries.stamp, searching ?? ProductSearchQueries.nothing)
            func found(in current: CatalogIndex, _ list: PriceList) -> Ground? {
                // What is remembered names products by their places in the catalog that it was found in.
                if known != nil, current !== index { return nil }
                return Ground(
                    list: list, index: current, scores: search.map { known ?? current.scores($0, matches, at: catalogStamp) })
            }
            if let (known, list) = remembered, known == contractStamp, let index, index.stamp == catalogStamp || tries > 3,
                let ground = found(in: index, list)
            {
                return ground
            }
            if index?.stamp != catalogStamp { try await catalog(after: index?.stamp) }
            if remembered?.0 != contractStamp {
                let list = try await database.transaction(caller.rowSecurity) { transaction in
                    try await priceLists(prices, transaction.run(stamping), in: transaction)
                }
                if tries > 3, let current = await catalog.remembered(), let ground = found(in: current, list) {
                    return ground
                }
            }
        }
    }

    /// Looking for what a word was meant as costs more than looking for the word.
    private static let correctedWords = 4

    /// What is found for words of the catalog that are spelt nearly as those that were asked for; nil where there are none.
    private func nearly(_ search: SearchWords) async throws -> TextMatches? {
        let asked = search.words.filter { $0.unicodeScalars.count >= 4 }
        guard !asked.isEmpty else { return nil }
        let similar = try await database.query(ProductSearchQueries.similar(to: Array(asked.prefix(Self.correctedWords))))
            .filter { SearchWords.isNear($0.word, $0.similar) }
        guard !similar.isEmpty else { return nil }
        let alternatives = Dictionary(grouping: similar, by: \.word).mapValues { $0.map(\.similar) }
        return try await database.query(ProductSearchQueries.matches(search, alternatives: alternatives))
    }
}
