package import Accounts
package import Catalog
package import Kernel
import Ledger
package import Postgres

/// Changes a draft: its lines at today's contract prices, its name, notes and purchase order number.
package struct EditQuote: Sendable {
    package enum Edit: Sendable, Equatable {
        case replaceLines([LineRequest])
        case addLines([LineRequest])
        /// - Parameter selection: of a configured product; nil keeps the parts that it has.
        case changeLine(position: Int, quantity: Quantity, selection: ConfigurationSelection? = nil)
        case removeLine(position: Int)
        case describe(name: String?, poNumber: FieldEdit, notes: FieldEdit)
        /// Takes today's price for every line and starts the price hold anew.
        case reprice
    }

    /// What becomes of an optional text.
    package enum FieldEdit: Sendable, Equatable {
        case keep
        case set(String?)

        func applied(to current: String?) -> String? {
            switch self {
            case .keep: current
            case .set(let value): value
            }
        }
    }

    private let load: LoadQuote
    private let world: World

    package init(priceLists: LoadPriceList, world: World) {
        load = LoadQuote(priceLists: priceLists, world: world)
        self.world = world
    }

    /// - Throws: `QuoteRefusal`; a stale version before anything else.
    package func callAsFunction(
        _ reference: DocumentReference<Quote>, _ edit: Edit, by caller: Caller, expecting version: Int,
        in transaction: borrowing Transaction
    ) async throws -> Quote {
        var (quote, pricing) = try await loaded(reference, edit, by: caller, expecting: version, in: transaction)
        let found = quote
        let before = quote.lines
        let now = world.now()
        try quote.apply(edit == .reprice ? .reprice : .edit, at: now)
        try quote.carryOut(edit, pricing, at: now)
        // Who says what a draft says already has changed nothing: there is no event, and nobody has edited it (rule 16).
        guard !quote.says(theSameAs: found) else { return found }
        for person in caller.askers { quote.changed(by: person) }

        let kept = quote.lines.filter(before.contains)
        let gone = before.filter { !kept.contains($0) }.map(\.position)
        let new = quote.lines.filter { !kept.contains($0) }
        if !gone.isEmpty { transaction.enqueue(QuoteQueries.deleteLines(gone, of: quote.id, account: caller.account)) }
        if !new.isEmpty { transaction.enqueue(try QuoteQueries.insertLines(new, of: quote.id, account: caller.account)) }
        if found.state != .draft, let plan = found.plan {
            transaction.enqueue(LimitUseQueries.release(plan.uuid, in: caller.account, at: now))
        }
        transaction.enqueue(QuoteQueries.save(quote, account: caller.account))
        try transaction.record(
            [EventDraft("quoteChanged", "quote", quote.id, QuoteEventData(quote, from: found, change: edit.name))],
            in: caller.account.uuid, by: caller.actor, world: world)
        return quote
    }

    private func loaded(
        _ reference: DocumentReference<Quote>, _ edit: Edit, by caller: Caller, expecting version: Int,
        in transaction: borrowing Transaction
    ) async throws -> (Quote, Pricing?) {
        if let requests = edit.requests {
            return try await load.lockedForPricing(reference, requests, by: caller, expecting: version, in: transaction)
        }
        let quote = try await load.locked(reference, .writeQuotes, by: caller, expecting: version, in: transaction)
        switch edit {
        case .changeLine(let position, _, _), .removeLine(let position):
            guard quote.lines.contains(where: { $0.position == position }) else { throw QuoteRefusal.noLine(position) }
            return (quote, try await load.pricing(of: quote, by: caller, in: transaction))
        case .reprice:
            return (quote, try await load.pricing(of: quote, by: caller, in: transaction))
        case .replaceLines, .addLines, .describe:
            return (quote, nil)
        }
    }
}

extension EditQuote.Edit {
    /// What must be priced, where the edit itself names it.
    var requests: [LineRequest]? {
        switch self {
        case .replaceLines(let lines), .addLines(let lines): lines
        case .changeLine, .removeLine, .describe, .reprice: nil
        }
    }

    /// As the event tells it.
    var name: String {
        switch self {
        case .replaceLines: "linesReplaced"
        case .addLines: "linesAdded"
        case .changeLine: "lineChanged"
        case .removeLine: "lineRemoved"
        case .describe: "described"
        case .reprice: "repriced"
        }
    }
}

extension Quote {
    fileprivate func says(theSameAs other: Quote) -> Bool {
        (state, revision, name, poNumber, notes) == (other.state, other.revision, other.name, other.poNumber, other.notes)
            && lines == other.lines && priceHoldUntil == other.priceHoldUntil
    }

    /// The edit on the value; `apply` has said that the state allows it.
    mutating func carryOut(_ edit: EditQuote.Edit, _ pricing: Pricing?, at now: Instant) throws {
        let pricing = pricing ?? .nothing(currency)
        let before = lines
        switch edit {
        case .replaceLines(let requests):
            try replaceLines(Quote.priced(requests.pointed(under: "/lines"), from: 1, pricing), at: now)
        case .addLines(let requests):
            let first = (lines.map(\.position).max() ?? 0) + 1
            try putLines(Quote.priced(requests.pointed(under: "/lines"), from: first, beside: lines, pricing), at: now)
        case .changeLine(let position, let quantity, let selection):
            guard let line = lines.first(where: { $0.position == position }) else { throw QuoteRefusal.noLine(position) }
            let request = try line.request(quantity, selection)
            let others = lines.filter { $0.position != position }
            try putLines(Quote.priced([(pointer: "", request: request)], from: position, beside: others, pricing), at: now)
        case .removeLine(let position): try removeLine(position)
        case .describe(let name, let poNumber, let notes):
            self.name = name ?? self.name
            self.poNumber = poNumber.applied(to: self.poNumber)
            self.notes = notes.applied(to: self.notes)
        case .reprice: try reprice(pricing, at: now)
        }
        try putLines(linesMoved(from: before, pricing), at: now)
    }

    /// Every line at today's price, keeping its number.
    private mutating func reprice(_ pricing: Pricing, at now: Instant) throws {
        var priced: (lines: [QuoteLine], holdDays: Int?) = ([], nil)
        var faults: [Fault] = []
        let volumes = pricing.volumes(lines.map(\.request))
        for (index, line) in lines.enumerated() {
            switch try pricing.line(line.request, among: volumes, position: line.position, pointer: "/lines/\(index)") {
            case .failure(let flaw): faults += flaw.faults
            case .success(let (line, days)):
                priced.lines.append(line)
                priced.holdDays = min(priced.holdDays ?? days, days)
            }
        }
        guard faults.isEmpty else { throw QuoteRefusal.lines(faults) }
        try replaceLines(priced, at: now)
    }
}

extension [LineRequest] {
    /// With the place in the body that each stands at.
    func pointed(under pointer: String) -> [(pointer: String, request: LineRequest)] {
        enumerated().map { ("\(pointer)/\($0.offset)", $0.element) }
    }
}
