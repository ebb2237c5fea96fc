package import Accounts
import Kernel

extension Quote {
    /// With whose rights it could be ordered, the caller's own first.
    package func orderRights(of caller: Caller) -> [ActingRight] {
        caller.rights(to: .order, .order, unit: unit, owner: requester)
    }

    /// With whose right it is submitted. No limit keeps anybody from asking, since who asks need not be who orders (docs/decisions/0010);
    /// only what a delegation allows does.
    func submitting(_ caller: Caller, _ standing: LimitStanding) throws -> ActingRight {
        let rights = caller.rights(to: .order, .submitQuotes, unit: unit, owner: requester)
        let judged = rights.map { ($0, standing.excess(of: .order, by: $0, total, [])) }
        guard let (right, excess) = judged.first(where: { $0.1 == nil }) ?? judged.first else { throw QuoteRefusal.notFound }
        if let excess { throw LimitRefusal.beyond(excess) }
        return right
    }
}
