package import Accounts
package import Kernel
package import Ledger
package import Postgres

/// What a later room says about its subjects, so that approvals need not know it: what the decider is shown, and what an outcome
/// means there.
package struct ApprovalSubjectKind: Sendable {
    package let kind: String
    /// The exact content as the JSON object text that the digest is over.
    package let content: @Sendable (AccountID, ApprovalSubject) -> Query<String?>
    /// Carries an ended plan's outcome to its subject, in the transaction of the decision; answers the events of what that changed.
    package let carryOut: @Sendable (ApprovalPlan, Caller, World, borrowing Transaction) async throws -> [EventDraft]

    package init(
        kind: String, content: @escaping @Sendable (AccountID, ApprovalSubject) -> Query<String?>,
        carryOut: @escaping @Sendable (ApprovalPlan, Caller, World, borrowing Transaction) async throws -> [EventDraft]
    ) {
        self.kind = kind
        self.content = content
        self.carryOut = carryOut
    }
}
