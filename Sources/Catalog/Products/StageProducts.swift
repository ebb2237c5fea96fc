package import Accounts
package import Kernel
import Persistence
package import Postgres
import Web

/// Brings products in by the ten thousand, in constant memory: each is copied to the database as it comes, and all are merged at once.
/// What `SaveProducts` does for few; the same rules hold.
package struct StageProducts: Sendable {
    private let database: Database
    private let world: World

    package init(database: Database, world: World) {
        self.database = database
        self.world = world
    }

    package struct Outcome: Sendable, Equatable {
        package var read = 0
        package var added = 0
        package var changed = 0
        package var refused = 0
        /// Something was refused, so nothing of the file was looked at further.
        package var isHeldBack = false

        package var unchanged: Int { isHeldBack ? 0 : read - added - changed - refused }
    }

    package enum Line: Sendable {
        case product(ProductDraft, line: Int)
        /// Refused by whoever reads; what could be read of it is held against the other lines.
        case unreadable(sku: String?, successor: String?, line: Int)
    }

    /// The database had the transaction done anew, and what was read is gone: the import can be run again.
    package struct Interrupted: Error, CustomStringConvertible {
        package let description = "the database was busy with somebody else's change; run the import again"
    }

    /// What the products are checked against one by one.
    package struct Known: Sendable {
        package let categories: Set<String>
        /// By category, put together once.
        private let defined: [String: [String: AttributeDefinition]]
        private let all: AttributeDefinitions

        fileprivate init(categories: [String], definitions: [AttributeQueries.Placed]) {
            self.categories = Set(categories)
            all = AttributeDefinitions(definitions)
            var defined: [String: [String: AttributeDefinition]] = [:]
            for category in categories { defined[category] = all.named(for: category) }
            self.defined = defined
        }

        /// Of a category and those above it, by name.
        package func definitions(for category: String?) -> [String: AttributeDefinition] {
            guard let category else { return [:] }
            return defined[category] ?? all.named(for: category)
        }

        func faults(of draft: ProductDraft) -> [Fault] {
            // Successors are looked at when all are there.
            let alone = draft.successor.map { [$0: String?.none] } ?? [:]
            return ProductCheck(
                [draft], ProductSurroundings(categories: categories, defined: { definitions(for: $0) }, successors: alone)
            ).faults().flatMap { $0 }
        }
    }

    /// - Parameters:
    ///   - isDryRun: finds out everything and keeps nothing.
    ///   - skipsBad: whether the rest goes in where some cannot.
    ///   - saysDocuments: whether products bring their documents; else those that are there stay.
    ///   - next: the next product; nil at the end.
    ///   - refuse: called with the line, the value and the fault of each product that cannot be taken.
    ///   - differ: called with everything that becomes other, by line.
    ///   - author: one of the supplier's people, whose permission is asked for in the transaction; nil for a command.
    ///   - settings: of the transaction, beside who its author is.
    ///   - finish: done at the end of the transaction that keeps something.
    /// - Returns: nothing is kept where something was refused and `skipsBad` is false.
    package func callAsFunction(
        isDryRun: Bool = false, skipsBad: Bool = false, saysDocuments: Bool = false, next: (Known) throws -> Line?,
        refuse: (Int, String, Fault) throws -> Void, differ: ((StagedDifference) throws -> Void)? = nil, by author: PersonID? = nil,
        settings: [Setting] = [], finish: (Outcome, borrowing Transaction) async throws -> Void = { _, _ in }
    ) async throws -> Outcome {
        var outcome = Outcome()
        var isBegun = false
        do {
            return try await database.transaction(AccountScope(person: author?.uuid).settings + settings) { transaction in
                guard !isBegun else { throw Interrupted() }
                isBegun = true
                if let author { try await transaction.check(.manageCatalog, of: author) }
                let (_, _, _, categories, definitions, _) = try await transaction.run(
                    ProductStagingQueries.takeTime, ProductStagingQueries.takeRoom, MasterProductQueries.waitForTurn,
                    CategoryQueries.allCodes, AttributeQueries.all, ProductStagingQueries.create)
                let known = Known(categories: categories, definitions: definitions)
                try await copy(known, saysDocuments, next, refuse, &outcome, transaction)
                try await settle(skipsBad, refuse, &outcome, transaction)
                if outcome.refused > 0, !skipsBad {
                    outcome.isHeldBack = true
                    throw NothingKept()
                }
                if let differ { try await tell(differ, transaction) }
                (outcome.added, outcome.changed) = try await transaction.run(ProductStagingQueries.merge(at: world.now()))
                if outcome.added + outcome.changed > 0, !isDryRun { try await transaction.run(ProductStagingQueries.settleSearch) }
                if isDryRun { throw NothingKept() }
                try await finish(outcome, transaction)
                return outcome
            }
        } catch is NothingKept {
            return outcome
        }
    }

    private struct NothingKept: Error {}

    private func copy(
        _ known: Known, _ saysDocuments: Bool, _ next: (Known) throws -> Line?, _ refuse: (Int, String, Fault) throws -> Void,
        _ outcome: inout Outcome, _ transaction: borrowing Transaction
    ) async throws {
        var refused = 0
        var read = 0
        _ = try await transaction.copyIn(ProductStagingQueries.copy) { writer in
            while let one = try next(known) {
                read += 1
                guard case .product(let draft, let line) = one else {
                    refused += 1
                    if case .unreadable(let sku?, let successor, let line) = one {
                        let said = ProductDraft(only: sku, successor: successor)
                        try await write(said, line, isRefused: true, saysDocuments, to: &writer)
                    }
                    continue
                }
                let faults = known.faults(of: draft)
                for fault in faults { try refuse(line, draft.sku, fault) }
                if !faults.isEmpty { refused += 1 }
                try await write(draft, line, isRefused: !faults.isEmpty, saysDocuments, to: &writer)
            }
        }
        outcome.read = read
        outcome.refused = refused
    }

    private func write(
        _ draft: ProductDraft, _ line: Int, isRefused: Bool, _ saysDocuments: Bool, to writer: inout CopyWriter
    ) async throws {
        let id: ProductID = world.newID()
        try await writer.row(
            line, id, draft.sku, draft.kind.rawValue, Self.json(draft.names), Self.json(draft.descriptions), draft.manufacturer,
            draft.manufacturerPartNumber, draft.category, draft.unitOfMeasure, draft.leadTimeDays, draft.lifeCycle.stated.rawValue,
            draft.lifeCycle.availableFrom, draft.lifeCycle.lastBuyUntil, draft.successor, Self.json(draft.attributes),
            draft.images.isEmpty ? nil : Self.json(draft.images), saysDocuments ? Self.json(draft.documents) : nil,
            draft.listPrices.map { $0.currency.code }, draft.listPrices.map { $0.stored }, isRefused)
    }

    /// What is wrong between products. One that is left out may be the successor of another, so it is asked until nothing is.
    private func settle(
        _ skipsBad: Bool, _ refuse: (Int, String, Fault) throws -> Void, _ outcome: inout Outcome, _ transaction: borrowing Transaction
    ) async throws {
        _ = try await transaction.run(ProductStagingQueries.compare, ProductStagingQueries.settle)
        var isFirst = true
        while true {
            let (found, successions) = try await transaction.run(
                isFirst ? ProductStagingQueries.flaws : ProductStagingQueries.strandedFlaws,
                ProductStagingQueries.successions(withRefused: isFirst))
            let circling = ProductCheck.circling(
                Dictionary(successions.map { ($0.sku, $0.successor) }, uniquingKeysWith: { _, last in last }))
            let circles = successions.compactMap { one -> ProductStagingQueries.Flaw? in
                guard let line = one.line, circling.contains(one.sku) else { return nil }
                return (
                    line: line, sku: one.sku, successor: one.successor, isRefused: one.isRefused, code: "successorCircle", first: nil
                )
            }
            let flaws = (found + circles).sorted { ($0.line, $0.code) < ($1.line, $1.code) }
            for flaw in flaws { try refuse(flaw.line, flaw.code == "givenTwice" ? flaw.sku : flaw.successor ?? "", Fault(flaw)) }
            let lines = Set(flaws.lazy.filter { !$0.isRefused }.map(\.line))
            outcome.refused += lines.count
            guard skipsBad, outcome.refused > 0 else { return }
            guard isFirst || !lines.isEmpty else { break }
            isFirst = false
            try await transaction.run(ProductStagingQueries.refuse(Array(lines)))
        }
        try await transaction.run(ProductStagingQueries.forgetRefused)
    }

    private func tell(_ differ: (StagedDifference) throws -> Void, _ transaction: borrowing Transaction) async throws {
        var line = 0
        try await transaction.run(StagedDifferenceQueries.index)
        while true {
            let differences = try await transaction.run(StagedDifferenceQueries.page(after: line, limit: 2000))
            guard let last = differences.last else { return }
            for difference in differences { try differ(difference) }
            line = last.line
        }
    }

    private static func json(_ texts: [String: String]) -> PostgresJSONB {
        json(.object(texts.sorted { $0.key < $1.key }.reduce(into: JSONObject()) { $0[$1.key] = .string($1.value) }))
    }

    private static func json(_ attributes: [String: AttributeValue]) -> PostgresJSONB {
        var object = JSONObject()
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            object[name] =
                switch value {
                case .text(let text): .string(text)
                case .flag(let flag): .bool(flag)
                case .number(let number, let unit?): .object(["value": .string(number.description), "unit": .string(unit)])
                case .number(let number, nil): .object(["value": .string(number.description)])
                }
        }
        return json(.object(object))
    }

    private static func json(_ documents: [ProductDraft.Document]) -> PostgresJSONB {
        json(
            .array(
                documents.map { document in
                    let titles = document.title.sorted { $0.key < $1.key }.reduce(into: JSONObject()) { $0[$1.key] = .string($1.value) }
                    return .object(["kind": .string(document.kind.rawValue), "url": .string(document.url), "title": .object(titles)])
                }))
    }

    private static func json(_ images: [ProductDraft.Image]) -> PostgresJSONB {
        json(.array(images.map { .object(["url": .string($0.url)]) }))
    }

    private static func json(_ value: JSONValue) -> PostgresJSONB { PostgresJSONB(utf8: value.jsonBytes) }
}

extension ProductDraft {
    /// What is known of a line that cannot be read whole.
    fileprivate init(only sku: String, successor: String?) {
        self.init(
            sku: sku, kind: .item, names: [:], descriptions: [:], manufacturer: nil, manufacturerPartNumber: nil, category: nil,
            unitOfMeasure: "H87", leadTimeDays: nil, lifeCycle: LifeCycle(stated: .active, availableFrom: nil, lastBuyUntil: nil),
            successor: successor, attributes: [:], images: [], documents: [], listPrices: [])
    }
}

extension Fault {
    fileprivate init(_ flaw: ProductStagingQueries.Flaw) {
        switch flaw.code {
        case "givenTwice": self.init("/sku", flaw.code, "Line \(flaw.first ?? 0) has the SKU \(flaw.sku) already.")
        case "successorRefused":
            self.init("/successor", flaw.code, "Line \(flaw.first ?? 0), which would bring \(flaw.successor ?? ""), is refused.")
        case "unknownSuccessor": self.init("/successor", flaw.code, "There is no product \(flaw.successor ?? "").")
        default: self.init("/successor", flaw.code, "\(flaw.sku) would come after itself.")
        }
    }
}
