package import Accounts
package import FoundationEssentials
package import Kernel
package import Ledger
package import Postgres

/// What a later room says about its subjects, so that approvals need not know it: what the decider is shown, and what an outcome
/// means there.
package struct ApprovalSubjectKind: Sendable {
    package let kind: String
    /// The exact content as the JSON object text that the digest is over.
    package let content: @Sendable (AccountID, ApprovalSubject) -> Query<String?>
    /// What became of the content with a digest, up to a revision of the subject; nil where it has no content of that digest.
    package let seen: @Sendable (AccountID, _ subject: UUID, _ digest: Digest, _ revision: Int) -> Query<SeenContent?>
    /// Carries an ended plan's outcome to its subject, in the transaction of the decision; answers the events of what that changed.
    package let carryOut: @Sendable (ApprovalPlan, Caller, World, borrowing Transaction) async throws -> [EventDraft]

    package init(
        kind: String, content: @escaping @Sendable (AccountID, ApprovalSubject) -> Query<String?>,
        seen: @escaping @Sendable (AccountID, UUID, Digest, Int) -> Query<SeenContent?>,
        carryOut: @escaping @Sendable (ApprovalPlan, Caller, World, borrowing Transaction) async throws -> [EventDraft]
    ) {
        self.kind = kind
        self.content = content
        self.seen = seen
        self.carryOut = carryOut
    }
}
