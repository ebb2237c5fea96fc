package import Accounts
import Cryptography
package import Kernel
package import Ledger
package import Postgres

/// Publishes what a file says of a contract, under the rules that hold for whoever publishes (`ContractContent.faults`).
package struct PublishOffer: Sendable {
    /// Everything that is wrong; nothing was written.
    package struct Refused: Error {
        package let flaws: [ContractOffer.Flaw]
    }

    private let world: World
    private let replacesOthers: Bool
    private let findTouched: FindTouchedQuotes?

    /// - Parameters:
    ///   - replacesOthers: whether a file goes over what somebody published by other means since.
    ///   - touched: nil where nobody asks which open quotes it makes a difference to. With a memory of prices of its own: of what the
    ///     transaction may still undo nothing is remembered for others.
    package init(world: World, replacesOthers: Bool = false, touched: FindTouchedQuotes? = nil) {
        self.world = world
        findTouched = touched
        self.replacesOthers = replacesOthers
    }

    /// All that keeps the offer from being published; it writes nothing.
    /// - Parameter named: names of the master catalog that come in together with the offer.
    package func flaws(
        of offer: ContractOffer, in account: AccountID, beside named: ContractNames, in transaction: borrowing Transaction
    ) async throws -> [ContractOffer.Flaw] {
        try await plan(offer, in: account, beside: named, lock: false, in: transaction).flaws
    }

    /// What became of an offer.
    package struct Published: Sendable {
        /// One a version; none where files have published all of it already.
        package fileprivate(set) var events: [EventDraft] = []
        /// Of each version, against the one that counted before on its first day.
        package fileprivate(set) var differences: [ContractRuleDifference] = []
        package fileprivate(set) var outcome: StageContractLines.ContractOutcome
    }

    /// What it stores travels with the commit.
    /// - Throws: `Refused`.
    package func callAsFunction(
        _ offer: ContractOffer, in account: AccountID, transaction: borrowing Transaction
    ) async throws -> Published {
        let plan = try await plan(offer, in: account, beside: ContractNames(), lock: true, in: transaction)
        guard plan.flaws.isEmpty else { throw Refused(flaws: plan.flaws) }
        var published = Published(outcome: .init(number: offer.number, state: .unchanged))
        guard let last = plan.steps.last else { return published }
        (published.outcome.state, published.outcome.version) = (.published, last.number)
        published.differences = try await differences(plan, in: account, transaction)
        for difference in published.differences { published.outcome.count(difference.what) }
        let now = world.now()
        let id = plan.contract
        if plan.isNew, let first = plan.steps.first {
            transaction.enqueue(ContractImportQueries.add(first.draft, id, to: account, unit: offer.unit, at: now))
        } else {
            transaction.enqueue(ContractImportQueries.addRevisions(plan.steps.count, to: id, in: account))
        }
        var touches: TouchedQuotes?
        for step in plan.steps {
            if let found = try await findTouched?(step.content, of: plan.record(before: step), in: account, transaction) {
                touches = touches?.with(found) ?? found
            }
            published.events.append(try transaction.enqueue(step, of: id, in: account, at: now))
        }
        published.outcome.touches = touches.map(TouchedSummary.init)
        return published
    }

    private func differences(
        _ plan: ContractOfferPlan, in account: AccountID, _ transaction: borrowing Transaction
    ) async throws -> [ContractRuleDifference] {
        var found: [ContractRuleDifference] = []
        var earlier: [ContractOfferPlan.Step] = []
        for step in plan.steps {
            let day = step.content.validFrom
            let latest = earlier.last { DaySpan(from: $0.content.validFrom, to: $0.content.validTo).contains(day) }?.content
            let stored = plan.storedVersions.first { $0.span.contains(day) } ?? plan.storedVersions.first
            var before = latest
            if before == nil, let record = plan.storedRecord {
                before = try await transaction.content(of: stored, of: record, in: account)
            }
            found += step.content.differences(from: before ?? earlier.last?.content, contract: plan.number)
            earlier.append(step)
        }
        return found
    }

    /// Begins a contract that the account has not, of what was found to be right. What it stores travels with the commit.
    /// - Returns: the event; nil where the offer says nothing that could be published.
    package func begin(_ offer: ContractOffer, in account: AccountID, transaction: borrowing Transaction) throws -> EventDraft? {
        let (id, now): (ContractID, Instant) = (world.newID(), world.now())
        guard let content = offer.versions.first,
            let draft = content.draft(number: offer.number, name: offer.name, currency: offer.currency)
        else { return nil }
        transaction.enqueue(ContractImportQueries.add(draft, id, to: account, unit: offer.unit, at: now))
        let said = SHA256.digest(try content.canonical())
        return try transaction.enqueue(
            .init(content: content, draft: draft, said: said, before: nil, number: 1), of: id, in: account, at: now)
    }

    private func plan(
        _ offer: ContractOffer, in account: AccountID, beside named: ContractNames, lock: Bool, in transaction: borrowing Transaction
    ) async throws -> ContractOfferPlan {
        let names = offer.versions.reduce(into: ContractNames()) { $0.formUnion($1.names) }
        let (found, versions, published, isDisabled, known) = try await transaction.run(
            ContractImportQueries.contract(offer.number, of: account, lock: lock),
            ContractRecordQueries.versions(.number(offer.number), of: account),
            ContractImportQueries.published(offer.number, of: account), ContractImportQueries.isDisabled(offer.unit, in: account),
            ContractRecordQueries.known(names))
        var record = found
        record?.versions = versions
        return try ContractOfferPlan(
            offer, StoredOffer(record: record, published: published, unitIsDisabled: isDisabled), id: world.newID(),
            known: known.union(named), replacesOthers: replacesOthers, at: world.now())
    }
}

extension Transaction {
    fileprivate func enqueue(
        _ step: ContractOfferPlan.Step, of contract: ContractID, in account: AccountID, at now: Instant
    ) throws -> EventDraft {
        let text = try step.content.canonical()
        enqueueVersion(step.draft, as: step.number, of: contract, in: account, content: text, file: step.said, at: now)
        return try EventDraft(
            "contractPublished", "contract", contract,
            PublishedContractData(step.draft, version: step.number, content: SHA256.digest(text), before: step.before))
    }
}

extension StageContractLines.ContractOutcome {
    package init(refused number: String, obstacles: [String]) {
        self.init(number: number, state: .refused, obstacles: obstacles)
    }
}

extension ContractNames {
    package mutating func formUnion(_ other: ContractNames) {
        skus.formUnion(other.skus)
        categories.formUnion(other.categories)
        manufacturers.formUnion(other.manufacturers)
    }

    func union(_ other: ContractNames) -> ContractNames {
        var all = self
        all.formUnion(other)
        return all
    }
}
