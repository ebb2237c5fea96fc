package import Accounts
package import Kernel
package import Postgres

/// Says how long somebody could decide each step that waits: what the room of the members asks before it lets anybody go.
package struct CoverSteps: Sendable {
    package init() {}

    /// - Parameter disabled: a unit as if it were.
    package func callAsFunction(
        in account: AccountID, at now: Instant, disabling disabled: UnitID?, _ transaction: borrowing Transaction
    ) async throws -> [StepCover] {
        let (waiting, members) = try await transaction.run(
            EligibleApproverQueries.waitingSteps(in: account),
            EligibleApproverQueries.whereStepsWait(in: account, at: now, disabling: disabled))
        return waiting.map { waiting in
            StepCover(waiting.step, (members[waiting.step.unit] ?? []).cover(as: waiting.step.role, for: waiting.subject))
        }
    }
}
