package import Accounts
package import Approvals
package import Kernel
import Ledger
package import Postgres

/// Freezes a draft as a revision and asks for the approvals that the account's policy wants. One that needs none is approved at once.
package struct SubmitQuote: Sendable {
    private let today: PriceQuoteToday
    private let world: World

    package init(today: PriceQuoteToday, world: World) {
        self.today = today
        self.world = world
    }

    /// - Throws: `QuoteRefusal`, among them `.priceHoldOver` with the difference to today (rule 6);
    /// `ApprovalRefusal.nobodyEligible` (rule 10), `LimitRefusal` for more than was delegated.
    package func callAsFunction(
        _ reference: DocumentReference<Quote>, by caller: Caller, expecting version: Int, in transaction: borrowing Transaction
    ) async throws -> SubmittedQuote {
        let scope = try caller.scope(of: .submitQuotes)
        let member = try caller.member()
        let now = world.now()
        let holders = caller.holders(of: .order)
        // Nobody goes meanwhile who may decide it: `CheckSteps` must see what waits.
        let (_, found, lines, nearPolicy, near, limits, uses) = try await transaction.run(
            UnitQueries.holdTree(of: caller.account),
            QuoteQueries.locked(reference, account: caller.account, scope: scope),
            QuoteQueries.lines(of: reference, account: caller.account),
            ApprovalQueries.policy(account: caller.account, in: member.unit),
            EligibleApproverQueries.over(member.unit, in: caller.account, at: now),
            SpendingLimitQueries.counting(for: holders, in: caller.account),
            LimitUseQueries.used(by: holders, .order, in: caller.account, at: now))
        guard var quote = found else { throw QuoteRefusal.notFound }
        guard quote.version == version else { throw QuoteRefusal.stale(current: quote.version) }
        quote.lines = lines
        let standing = LimitStanding(limits: limits, uses: uses)
        let right = try quote.submitting(caller, standing)
        let draft = quote
        try quote.apply(.submit, at: now)
        guard let hold = quote.priceHoldUntil, !quote.lines.isEmpty else { throw QuoteRefusal.empty }
        guard hold > now else { throw QuoteRefusal.priceHoldOver(try await today(quote, by: caller, in: transaction)) }
        // Somebody else's quote may be of another unit than the one who submits it.
        let (policy, members) =
            quote.unit == member.unit
            ? (nearPolicy, near)
            : try await transaction.run(
                ApprovalQueries.policy(account: caller.account, in: quote.unit),
                EligibleApproverQueries.over(quote.unit, in: caller.account, at: now))
        guard let policy else { throw ApprovalRefusal.noPolicy }

        // Who submits has asked for what grows from it too, and so has whom they submit it for (rule 7).
        for person in caller.askers + [right.person] { quote.changed(by: person) }
        let revision = try QuoteRevision(of: quote, priceHoldUntil: hold, at: now)
        // Who is to go on with it counts too: from that day on it would wait for nobody (rule 10).
        let heirs = try await transaction.run(HeirQueries.persons(after: quote.requester, in: caller.account, at: nil))
        let subject = revision.subject(of: quote, submittedBy: caller.person, heirs: heirs)
        let plan = try ApprovalPlan(
            id: world.newID(), for: subject, under: policy, members: members, at: now)
        quote.plan = plan.id
        var events = [try EventDraft("quoteSubmitted", "quote", quote.id, QuoteEventData(quote, from: draft, digest: revision.digest))]
        if plan.state == .approved {
            let waiting = quote
            try quote.apply(.approve, at: now)
            events.append(
                try EventDraft("quoteApproved", "quote", quote.id, QuoteEventData(quote, from: waiting, digest: revision.digest)))
        }

        transaction.enqueue(QuoteRevisionQueries.insert(revision, by: member.id, account: caller.account))
        transaction.enqueue(QuoteRevisionQueries.copyLines(of: revision, account: caller.account))
        transaction.enqueue(ApprovalQueries.insert(plan, account: caller.account))
        if !plan.steps.isEmpty { transaction.enqueue(ApprovalQueries.insertSteps(of: plan, account: caller.account)) }
        transaction.enqueue(QuoteQueries.save(quote, account: caller.account))
        transaction.record(events, in: caller.account.uuid, by: caller.actor(with: right), world: world)
        let eligible = Set(plan.steps.map(\.role)).flatMap { members.eligible(as: $0, for: subject) }
        let excess = quote.orderRights(of: caller).first(to: .order, quote.total, standing)?.excess
        return SubmittedQuote(quote: quote, plan: plan, eligible: members.filter(eligible.contains), excess: excess)
    }
}

/// A quote that has left the buyer's hands, and who can decide on it.
package struct SubmittedQuote: Sendable, Equatable {
    package let quote: Quote
    package let plan: ApprovalPlan
    package let eligible: [EligibleApprover]
    /// What would keep who submitted it from ordering it; nil where nothing does, or it is not theirs to order.
    package let excess: LimitExcess?
}

extension QuoteRevision {
    /// What an approval of this revision is about.
    func subject(of quote: Quote, submittedBy person: PersonID, heirs: [PersonID]) -> ApprovalSubject {
        ApprovalSubject(
            kind: QuoteApprovals.kind, id: quote.id.uuid, revision: revision, digest: digest, total: total, unit: quote.unit,
            requester: quote.requester, requesterPerson: quote.requesterPerson, submitterPerson: person,
            editors: quote.editors, heirs: heirs)
    }
}
