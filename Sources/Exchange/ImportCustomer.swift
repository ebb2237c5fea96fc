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

    func callAsFunction(_ history: CustomerHistory, known account: AccountID?) async throws -> HistoryOutcome {
        let id = account ?? world.newID()
        return try await database.transaction(AccountScope(account: id.uuid).settings) { transaction in
            var outcome = HistoryOutcome()
            var happenings = Happenings()
            let known: Known
            if account == nil {
                known = try add(history, as: id, to: transaction, &happenings)
                outcome.accounts = 1
            } else {
                known = try await load(history, of: id, from: transaction)
            }
            let orders = history.orders.filter { !known.documents.contains($0.externalID) }
            let returns = history.returns.filter { !known.documents.contains($0.externalID) }
            outcome.knownDocuments = known.documents.count
            outcome.orders = orders.count
            outcome.returns = returns.count
            if !orders.isEmpty || !returns.isEmpty {
                let taken = OrderImportQueries.takeNumbers(orders.count, of: id)
                let first: Int
                if account == nil {
                    transaction.enqueue(taken.map { _ in })
                    first = 1
                } else {
                    first = try await transaction.run(taken) - orders.count + 1
                }
                try record(orders, returns, numberedFrom: first, of: id, known.unit, to: transaction, &happenings)
            }
            if options.proposesContracts, !known.hasContract, let draft = ContractDraft(history) {
                try publish(draft, in: id, known.unit, to: transaction, &happenings)
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

    private func add(
        _ history: CustomerHistory, as account: AccountID, to transaction: borrowing Transaction, _ happenings: inout Happenings
    ) throws -> Known {
        let unit: UnitID = world.newID()
        let now = world.now()
        transaction.enqueue(
            AccountImportQueries.addAccount(
                account, externalID: history.customer, name: history.accountName, timeZone: options.timeZone, currency: options.currency,
                at: now))
        transaction.enqueue(AccountImportQueries.addUnit(unit, of: account, under: nil, name: history.accountName, at: now))
        happenings.add(
            try EventDraft(
                "accountCreated", "account", account, CreatedAccountData(name: history.accountName, externalId: history.customer)),
            at: now)
        return Known(unit: unit, documents: [], hasContract: false)
    }

    private func load(
        _ history: CustomerHistory, of account: AccountID, from transaction: borrowing Transaction
    ) async throws -> Known {
        let (unit, documents, contract) = try await transaction.run(
            AccountImportQueries.rootUnit(of: account),
            OrderImportQueries.known((history.orders + history.returns).map(\.externalID), of: account),
            ContractImportQueries.forPublishing(history.contractNumber, of: account))
        return Known(unit: unit, documents: documents, hasContract: contract != nil)
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

    private func publish(
        _ draft: ContractDraft, in account: AccountID, _ unit: UnitID, to transaction: borrowing Transaction,
        _ happenings: inout Happenings
    ) throws {
        let contract: ContractID = world.newID()
        let now = world.now()
        transaction.enqueue(ContractImportQueries.add(draft, contract, to: account, unit: unit, at: now))
        transaction.publish(draft, as: ContractVersionKey(contract: contract, version: 1), in: account, at: now)
        happenings.add(try EventDraft("contractPublished", "contract", contract, PublishedContractData(draft, version: 1)), at: now)
    }
}

extension Transaction {
    /// Stores a version of a contract that is there; it travels with the commit.
    func publish(_ draft: ContractDraft, as key: ContractVersionKey, in account: AccountID, at now: Instant) {
        enqueue(ContractImportQueries.publish(draft, as: key.version, of: key.contract, in: account, at: now))
        enqueue(ContractImportQueries.assortment(draft, of: key, in: account))
        enqueue(ContractImportQueries.rules(draft, of: key, in: account))
        enqueue(ContractImportQueries.tiers(draft, of: key, in: account))
    }
}

/// A fault of ours: the importer itself has lost something.
enum HistoryFault: Error {
    case productMissing(String)
}
