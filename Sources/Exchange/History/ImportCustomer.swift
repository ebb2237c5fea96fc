import Accounts
import Catalog
import FoundationEssentials
import Kernel
import Ledger
import Orders
import Persistence
import Postgres

/// One customer's history in one transaction: account, orders, returns, totals, contract and the ledger's events.
struct ImportCustomer: Sendable {
    let database: Database
    let world: World
    let options: ImportOrderHistory.Options
    /// By SKU; everything that the file names is there.
    let products: [String: ProductID]

    /// What is there already.
    private struct Known {
        let unit: UnitID
        let documents: Set<String>
        let hasContract: Bool
        let isNew: Bool
    }

    /// What the ledger is to say, in the order in which it happened.
    private struct Happenings {
        var drafts: [EventDraft] = []
        var at: [Instant] = []

        mutating func add(_ draft: EventDraft, at instant: Instant) {
            drafts.append(draft)
            at.append(instant)
        }
    }

    /// - Throws: `HistoryFault`, whatever the cause: the transaction around all of an import must not take one customer's deadlock
    ///   for its own and begin the file again.
    func callAsFunction(_ history: CustomerHistory) async throws(HistoryFault) -> HistoryOutcome {
        do {
            return try await write(history)
        } catch {
            throw .customerNotWritten(history.customer, because: error)
        }
    }

    private func write(_ history: CustomerHistory) async throws -> HistoryOutcome {
        let account = Account(history, timeZone: options.timeZone)
        let id = account.id
        return try await database.transaction(AccountScope(account: id.uuid).settings) { transaction in
            var outcome = HistoryOutcome()
            var happenings = Happenings()
            let known = try await load(history, account, from: transaction, &happenings)
            let orders = history.orders.filter { !known.documents.contains($0.externalID) }
            let returns = history.returns.filter { !known.documents.contains($0.externalID) }
            outcome.accounts = known.isNew ? 1 : 0
            outcome.knownDocuments = known.documents.count
            outcome.orders = orders.count
            outcome.returns = returns.count
            if !orders.isEmpty || !returns.isEmpty {
                let first = try await number(orders.count, of: id, isNew: known.isNew, in: transaction)
                try record(orders, returns, numberedFrom: first, of: id, known.unit, to: transaction, &happenings)
            }
            if options.proposesContracts, !known.hasContract, let offer = history.offer(for: known.unit),
                let event = try PublishOffer(world: world).begin(offer, in: id, transaction: transaction)
            {
                happenings.add(event, at: world.now())
                outcome.contracts = 1
            }
            if !happenings.drafts.isEmpty {
                transaction.enqueue(
                    LedgerQueries.append(
                        happenings.drafts, to: id.uuid, by: .system, ids: happenings.drafts.map { _ in world.newUUID() },
                        at: happenings.at))
            }
            return outcome
        }
    }

    /// Opens the account where the customer is new, and finds what it has.
    private func load(
        _ history: CustomerHistory, _ account: Account, from transaction: borrowing Transaction, _ happenings: inout Happenings
    ) async throws -> Known {
        let now = world.now()
        let (isNew, documents, contract) = try await transaction.run(
            AccountQueries.insertIfNew(account, at: now),
            OrderImportQueries.known((history.orders + history.returns).map(\.externalID), of: account.id),
            ContractImportQueries.exists(history.contractNumber, of: account.id))
        guard isNew else {
            let root = try await transaction.run(UnitQueries.root(of: account.id))
            return Known(unit: root.id, documents: documents, hasContract: contract, isNew: false)
        }
        let root = Unit(account: account.id, id: world.newID(), parent: nil, name: account.name)
        transaction.enqueue(UnitQueries.insert(root, at: now))
        happenings.add(try EventDraft("accountCreated", "account", account.id, AccountCreated(account)), at: now)
        happenings.add(try EventDraft("unitAdded", "unit", root.id, UnitAdded(root)), at: now)
        return Known(unit: root.id, documents: [], hasContract: false, isNew: true)
    }

    /// The first of `count` order numbers that are now taken. A new account's begin at one, so nobody need wait for the answer.
    private func number(
        _ count: Int, of account: AccountID, isNew: Bool, in transaction: borrowing Transaction
    ) async throws -> Int {
        let taken = AccountImportQueries.takeNumbers(count, .order, account: account)
        guard isNew else { return try await transaction.run(taken) - count + 1 }
        transaction.enqueue(Query(taken.sql))
        return 1
    }

    private func record(
        _ orders: [CustomerHistory.Document], _ returns: [CustomerHistory.Document], numberedFrom first: Int, of account: AccountID,
        _ unit: UnitID, to transaction: borrowing Transaction, _ happenings: inout Happenings
    ) throws {
        let currency = options.currency
        let (orders, orderLines) = try rows(of: orders)
        let (returns, returnLines) = try rows(of: returns)
        if !orders.isEmpty {
            transaction.enqueue(
                OrderImportQueries.addOrders(orders, numberedFrom: first, of: account, unit: unit, currency: currency))
            transaction.enqueue(OrderImportQueries.addOrderLines(orderLines, of: account))
        }
        if !returns.isEmpty {
            transaction.enqueue(OrderImportQueries.addReturns(returns, of: account, currency: currency))
            transaction.enqueue(OrderImportQueries.addReturnLines(returnLines, of: account))
        }
        transaction.enqueue(OrderImportQueries.addToTotals(orders: orders, returns: returns, of: account, currency: currency))
        let all = orders.enumerated().map { (document: $1, number: Int?(first + $0)) } + returns.map { (document: $0, number: Int?.none) }
        for (document, number) in all.sorted(by: { $0.document.at < $1.document.at }) {
            let data = ImportedDocumentData(
                number: number.map { DocumentNumber(.order, $0).description }, externalId: document.externalID, total: document.total,
                lineCount: document.lineCount)
            let draft =
                number == nil
                ? try EventDraft("returnImported", "return", ID<OrderImportQueries.Document>(document.id), data)
                : try EventDraft("orderImported", "order", ID<OrderImportQueries.Document>(document.id), data)
            happenings.add(draft, at: document.at)
        }
    }

    private func rows(
        of documents: [CustomerHistory.Document]
    ) throws -> ([OrderImportQueries.Document], [OrderImportQueries.Line]) {
        var rows: [OrderImportQueries.Document] = []
        var lines: [OrderImportQueries.Line] = []
        for document in documents {
            let id = world.newUUID()
            rows.append(
                .init(
                    id: id, externalID: document.externalID, total: document.total, lineCount: document.lines.count,
                    at: document.placedAt))
            for (index, line) in document.lines.enumerated() {
                guard let product = products[line.sku] else { throw HistoryFault.productMissing(line.sku) }
                lines.append(
                    .init(
                        document: id, position: index + 1, product: product, sku: line.sku, name: line.name.isEmpty ? line.sku : line.name,
                        quantity: line.quantity, unitPrice: line.unitPrice, total: line.total))
            }
        }
        return (rows, lines)
    }
}

extension Account {
    /// The account that a customer becomes. Its id is that of its number, so that a second run finds it.
    fileprivate init(_ history: CustomerHistory, timeZone: String) {
        self.init(
            id: .external("account", history.customer), externalID: history.customer, name: history.accountName, timeZone: timeZone,
            currency: history.currency)
    }
}
