package import Kernel
package import Postgres

/// Keeps what waits for a decision decidable, whatever changes in the organisation (product.md rule 10). Rooms look back, so this one is
/// told who knows who may decide.
///
/// An act asks `covers` before it writes, and checks after: it is refused for steps that it has brought nearer to nobody's being able to
/// decide them. The account's row is locked meanwhile (`LoadStanding`), and whoever submits waits for that lock: nothing slips in between.
package struct CheckSteps: Sendable {
    /// Every step of an account that waits with how long somebody could decide it, as the transaction has it by now; as if a unit were
    /// disabled, where one is named.
    package typealias Covers = @Sendable (AccountID, Instant, UnitID?, borrowing Transaction) async throws -> [StepCover]

    private let ask: Covers
    private let world: World

    package init(world: World, _ ask: @escaping Covers = { _, _, _, _ in [] }) {
        self.ask = ask
        self.world = world
    }

    func covers(in account: AccountID, _ transaction: borrowing Transaction) async throws -> [StepCover] {
        try await ask(account, world.now(), nil, transaction)
    }

    /// - Parameter before: what `covers` was when nothing had been written.
    /// - Throws: `StepRefusal.nobodyElseEligible`.
    func callAsFunction(
        since before: [StepCover], by caller: Caller, in transaction: borrowing Transaction
    ) async throws {
        guard !before.isEmpty else { return }
        let stranded = try await covers(in: caller.account, transaction).stranded(since: before)
        guard stranded.isEmpty else {
            throw StepRefusal.nobodyElseEligible(stranded.visible(to: caller), count: stranded.count)
        }
    }

    /// What disabling a unit would strand.
    func stranded(disabling unit: UnitID, by caller: Caller, in transaction: borrowing Transaction) async throws -> [StrandedStep] {
        let before = try await covers(in: caller.account, transaction)
        guard !before.isEmpty else { return [] }
        return try await ask(caller.account, world.now(), unit, transaction).stranded(since: before).visible(to: caller)
    }
}

extension [StrandedStep] {
    /// Of what the caller may not see only the number is told (rule 19).
    fileprivate func visible(to caller: Caller) -> [StrandedStep] {
        let scopes = [Permission.readApprovals, .manageMembers, .manageUnits].compactMap(caller.scope(ifPermitted:))
        return filter { step in scopes.contains { $0.covers(step.unit) } }
    }
}
