import Accounts
package import Approvals
import Kernel
import Ledger
import Postgres

/// A quote as a subject of approvals.
package enum QuoteApprovals {
    package static let kind = "quote"

    package static let subject = ApprovalSubjectKind(
        kind: kind,
        content: { account, subject in
            QuoteRevisionQueries.content(of: QuoteID(subject.id), revision: subject.revision, account: account)
        },
        seen: { account, quote, digest, revision in
            QuoteRevisionQueries.contents(of: QuoteID(quote), digest: digest, revision: revision, account: account).map { contents in
                guard let seen = contents.first(where: { $0.revision != revision }),
                    let waiting = contents.first(where: { $0.revision == revision })
                else { return nil }
                return SeenContent(revision: seen.revision, difference: QuoteDifference(from: seen, to: waiting).facts)
            }
        },
        carryOut: { plan, caller, world, transaction in
            // The plan is locked already, and the plan before the quote is the order of locks everywhere.
            let reference = DocumentReference<Quote>.id(QuoteID(plan.subject.id))
            let (found, lines) = try await transaction.run(
                QuoteQueries.locked(reference, account: caller.account, scope: .account),
                QuoteQueries.lines(of: reference, account: caller.account))
            guard var quote = found else { throw QuoteRefusal.notFound }
            quote.lines = lines
            guard let (act, event) = outcome(of: plan.state) else { return [] }
            guard quote.plan == plan.id, quote.revision == plan.subject.revision else {
                throw QuoteRefusal.notPossible(act, quote.state)
            }
            let waiting = quote
            try quote.apply(act, at: world.now())
            transaction.enqueue(QuoteQueries.save(quote, account: caller.account))
            return [try EventDraft(event, "quote", quote.id, QuoteEventData(quote, from: waiting, digest: plan.subject.digest))]
        })

    private static func outcome(of state: ApprovalPlan.State) -> (QuoteAct, event: String)? {
        switch state {
        case .approved: (.approve, "quoteApproved")
        case .rejected: (.reject, "quoteRejected")
        case .returned: (.return, "quoteReturned")
        case .pending, .recalled: nil
        }
    }
}
