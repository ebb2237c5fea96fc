import Accounts
package import Kernel
import Postgres

/// Finds the open quotes that a contract's next version makes a difference to: every line is priced by the one price function as things
/// are, and as they will be.
package struct FindTouchedQuotes: Sendable {
    private let priceLists: LoadPriceList
    private let aspect: ContractAspect
    private let world: World
    private let limit: Int

    /// - Parameter limit: of lines that are compared.
    package init(priceLists: LoadPriceList, aspect: ContractAspect, world: World, limit: Int = Limits.openLinesCompared) {
        self.limit = limit
        self.priceLists = priceLists
        self.aspect = aspect
        self.world = world
    }

    /// - Parameter content: of the draft. One that cannot be published for what is wrong with it touches what can be said of it.
    func callAsFunction(
        _ content: ContractContent, of record: ContractRecord, in account: AccountID, _ transaction: borrowing Transaction
    ) async throws -> TouchedQuotes {
        let (today, found) = try await transaction.run(
            AccountDayQueries.today(in: account, at: world.now()),
            ContractAspectQueries.openLines(below: record.unit, of: account, limit: limit + 1, aspect: aspect))
        let day = max(today, content.validFrom)
        let isTruncated = found.count > limit
        let lines = isTruncated ? found.wholeQuotes : found
        guard let draft = content.draft(number: record.number, name: record.name, currency: record.currency), !lines.isEmpty,
            let days = DaySpan(from: draft.validFrom, to: draft.validTo).ended(on: record.endedOn)
        else { return TouchedQuotes(on: day, quotes: [], isTruncated: false) }

        let keys = Array(Set(lines.compactMap(\.configuration?.key)))
        let version = Version(
            record: record, draft: draft, account: account, products: try await products(of: lines, transaction),
            configurations: keys.isEmpty ? [] : try await transaction.run(ConfigurationQueries.pinned(keys, of: account)))
        var touched = days.contains(day) ? try await quotes(of: lines, touchedBy: version, on: day, transaction) : []
        // A line holds the price of a day that may be over by now: if the version corrects that day, it corrects what the line holds.
        let earlier = Set(lines.map(\.pricedOn)).filter { $0 < day && days.contains($0) }.sorted(by: >)
        for past in earlier.prefix(Limits.pricedDaysCompared) {
            let those = lines.byQuote.filter { $0.contains { $0.pricedOn == past } }.flatMap(\.self)
            let corrected = try await quotes(of: those, touchedBy: version, on: past, transaction)
            touched.add(corrected, ofLinesOf: those.filter { $0.pricedOn == past })
        }
        return TouchedQuotes(
            on: day, quotes: touched.sorted { $0.number.value > $1.number.value },
            isTruncated: isTruncated || earlier.count > Limits.pricedDaysCompared)
    }

    private struct Version {
        let record: ContractRecord
        let draft: ContractDraft
        let account: AccountID
        let products: [Currency: [String: Product]]
        /// In the versions that configured lines were made by.
        let configurations: [StandardConfiguration]
    }

    private func products(
        of lines: [OpenLine], _ transaction: borrowing Transaction
    ) async throws -> [Currency: [String: Product]] {
        var products: [Currency: [String: Product]] = [:]
        for (currency, those) in Dictionary(grouping: lines, by: \.held.currency) {
            let asked = ProductQueries.bySKU(Array(Set(those.flatMap(\.skus))), currency: currency, language: "en")
            let found = try await transaction.run(asked)
            products[currency] = Dictionary(found.map { ($0.sku, $0) }, uniquingKeysWith: { first, _ in first })
        }
        return products
    }

    private func quotes(
        of lines: [OpenLine], touchedBy version: Version, on day: LocalDate, _ transaction: borrowing Transaction
    ) async throws -> [TouchedQuote] {
        let contracts = try await transaction.run(
            ContractQueries.inForce(account: version.account, units: Array(Set(lines.map(\.unit))), on: day))
        let books = try await priceLists.books(of: contracts.flatMap(\.value), account: version.account, in: transaction)
        let comparison = VersionComparison(
            version.draft, of: version.record, on: day, contracts: contracts, books: books, configurations: version.configurations)
        return lines.byQuote.compactMap { comparison.touched($0, version.products[$0[0].held.currency] ?? [:]) }
    }
}

/// Prices with a contract's next version and without it.
struct VersionComparison {
    private let record: ContractRecord
    private let draft: ContractDraft
    private let day: LocalDate
    private let contracts: [UnitID: [Contract]]
    private let books: [PriceBook]
    private let next: PriceBook
    private let configurations: [ConfigurationVersionKey: StandardConfiguration]

    /// - Parameters:
    ///   - contracts: in force on the day, by the unit that asks.
    ///   - books: of those contracts.
    ///   - configurations: in the versions that configured lines were made by.
    init(
        _ draft: ContractDraft, of record: ContractRecord, on day: LocalDate, contracts: [UnitID: [Contract]], books: [PriceBook],
        configurations: [StandardConfiguration] = []
    ) {
        self.record = record
        self.draft = draft
        self.day = day
        self.contracts = contracts
        self.books = books
        self.configurations = Dictionary(
            configurations.map { (ConfigurationVersionKey(configuration: $0.id, version: $0.version), $0) },
            uniquingKeysWith: { first, _ in first })
        next = PriceBook(
            ContractVersionKey(contract: record.id, version: record.nextVersion), rules: draft.rules, assortment: draft.assortment,
            quantities: draft.quantities)
    }

    /// Nil where the version makes no difference to any of the quote's lines.
    /// - Parameter lines: of one quote, at least one.
    func touched(_ lines: [OpenLine], _ products: [String: Product]) -> TouchedQuote? {
        let (before, after) = lists(for: lines[0])
        let asked = lines.compactMap { line in item(of: line, products).map { (line: line, item: $0) } }
        let document = asked.flatMap { $0.item.demand($0.line.quantity) }
        let (then, now) = (CumulativeVolumes(of: document, in: before), CumulativeVolumes(of: document, in: after))
        let touched = asked.compactMap { line, item -> TouchedQuote.Line? in
            let old = LineStanding(item, line.quantity, among: then, in: before)
            let new = LineStanding(item, line.quantity, among: now, in: after)
            let changes = old.changes(to: new)
            guard !changes.isEmpty else { return nil }
            return TouchedQuote.Line(
                position: line.position, sku: line.sku, quantity: line.quantity, held: line.held, on: day, before: old.unitPrice,
                after: new.unitPrice, changes: changes)
        }
        return touched.isEmpty ? nil : TouchedQuote(id: lines[0].quote, number: lines[0].number, lines: touched)
    }

    /// What a line asks for; nil where the catalog has not all of it any more.
    private func item(of line: OpenLine, _ products: [String: Product]) -> LineItem? {
        guard let configured = line.configuration else { return products[line.sku].map(LineItem.product) }
        let parts = configured.parts.map { ChosenPart(slot: $0.slot, sku: $0.sku, quantity: $0.quantity) }
        guard let configuration = configurations[configured.key] else { return nil }
        return ConfiguredSet(configuration, parts, products: products).map(LineItem.configured)
    }

    private func lists(for line: OpenLine) -> (before: PriceList, after: PriceList) {
        let inForce = contracts[line.unit] ?? []
        let version = Contract(
            id: record.id, number: record.number, name: record.name, unit: record.unit, distance: line.distance, currency: record.currency,
            version: next.key.version, validFrom: draft.validFrom, validTo: draft.validTo, priceHoldDays: draft.priceHoldDays,
            paymentTerms: draft.paymentTerms, isBestPrice: draft.isBestPrice)
        let currency = line.held.currency
        return (
            PriceList(on: day, currency: currency, contracts: inForce, books: books),
            PriceList(on: day, currency: currency, contracts: inForce.filter { $0.id != record.id } + [version], books: books + [next])
        )
    }
}

/// How a line stands by the contracts of a day.
private struct LineStanding {
    private enum Kind { case priced, onRequest, notInAssortment, tooLarge }

    /// What a contract says of a price besides the amount.
    private struct Terms: Equatable {
        let payment: String?
        let holdDays: Int

        init(_ contract: Contract) {
            payment = contract.paymentTerms
            holdDays = contract.priceHoldDays
        }
    }

    let unitPrice: Money?
    private let kind: Kind
    private let breach: QuantityRule.Breach?
    /// Of each part's contract; none where a configuration has a price of its own.
    private let terms: [Terms]

    init(_ item: LineItem, _ quantity: Quantity, among volumes: CumulativeVolumes, in list: PriceList) {
        switch item {
        case .product(let product): self.init(product, quantity, among: volumes, in: list)
        case .configured(let set): self.init(set, quantity, among: volumes, in: list)
        }
    }

    private init(_ product: Product, _ quantity: Quantity, among volumes: CumulativeVolumes, in list: PriceList) {
        switch try? list.price(of: product, quantity: quantity, among: volumes) {
        case .price(let price)?: self.init(price.unitPrice, price.quantityRule?.breach(by: quantity), [price.contract])
        case .onRequest?: self.init(.onRequest)
        case .notInAssortment?: self.init(.notInAssortment)
        case nil: self.init(.tooLarge)
        }
    }

    private init(_ set: ConfiguredSet, _ sets: Quantity, among volumes: CumulativeVolumes, in list: PriceList) {
        guard set.parts.allSatisfy({ list.holds($0.product) }) else {
            self.init(.notInAssortment)
            return
        }
        switch try? list.price(of: set, sets: sets, among: volumes) {
        case .price(let price)?:
            self.init(price.unitPrice, price.quantityRule?.breach(by: sets), price.partPrices?.map(\.contract) ?? [])
        case .onRequest?: self.init(.onRequest)
        case nil: self.init(.tooLarge)
        }
    }

    private init(_ unitPrice: Money, _ breach: QuantityRule.Breach?, _ contracts: [Contract]) {
        (self.unitPrice, kind, self.breach, terms) = (unitPrice, .priced, breach, contracts.map(Terms.init))
    }

    private init(_ kind: Kind) {
        (unitPrice, self.kind, breach, terms) = (nil, kind, nil, [])
    }

    func changes(to other: LineStanding) -> [TouchedQuote.Line.Change] {
        guard let unitPrice, let new = other.unitPrice else { return kind == other.kind ? [] : [.availability] }
        var changes: [TouchedQuote.Line.Change] = []
        if unitPrice != new { changes.append(.price) }
        if breach != other.breach { changes.append(.quantity) }
        if terms != other.terms { changes.append(.terms) }
        return changes
    }
}

extension [TouchedQuote] {
    /// Adds what is told of lines that nothing is told of yet.
    /// - Parameter lines: of which alone something is to be told.
    fileprivate mutating func add(_ others: [TouchedQuote], ofLinesOf lines: [OpenLine]) {
        let places = Dictionary(grouping: lines, by: \.quote).mapValues { Set($0.map(\.position)) }
        for other in others {
            let place = firstIndex { $0.id == other.id }
            let told = place.map { self[$0].lines } ?? []
            let news = other.lines.filter { line in
                places[other.id]?.contains(line.position) == true && !told.contains { $0.position == line.position }
            }
            guard !news.isEmpty else { continue }
            let quote = TouchedQuote(id: other.id, number: other.number, lines: (told + news).sorted { $0.position < $1.position })
            if let place { self[place] = quote } else { append(quote) }
        }
    }
}

extension [OpenLine] {
    /// Without the last quote, of which lines may be missing.
    fileprivate var wholeQuotes: [OpenLine] {
        guard let last else { return [] }
        return filter { $0.quote != last.quote }
    }

    /// The lines of each quote, in their order.
    fileprivate var byQuote: [[OpenLine]] {
        var quotes: [[OpenLine]] = []
        for line in self {
            if quotes.last?.first?.quote == line.quote { quotes[quotes.count - 1].append(line) } else { quotes.append([line]) }
        }
        return quotes
    }
}
