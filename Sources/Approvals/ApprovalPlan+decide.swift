package import Accounts
import Kernel

extension ApprovalPlan {
    /// Decides every waiting step that lies in the decider's scope. One rejection or return ends the plan (rule 11).
    /// - Parameter scope: over which units the decider may decide.
    /// - Throws: `ApprovalRefusal`: by the requester (rule 7), about other content (rule 8), an ended plan, no step that is the decider's.
    package mutating func decide(_ decision: ApprovalDecision, scope: Scope) throws(ApprovalRefusal) {
        guard decision.person != subject.requesterPerson else { throw .ownRequest }
        guard state == .pending else { throw .alreadyEnded(state) }
        guard decision.digest == subject.digest else { throw .otherContent(current: subject.digest, revision: subject.revision) }
        let mine = steps.indices.filter { steps[$0].decision == nil && scope.allows(unit: steps[$0].unit, owner: nil) }
        guard !mine.isEmpty else { throw .notYours }
        for index in mine { steps[index].decision = decision }
        version += 1
        switch decision.verdict {
        case .reject: end(.rejected, at: decision.at)
        case .return: end(.returned, at: decision.at)
        case .approve where steps.allSatisfy { $0.decision != nil }: end(.approved, at: decision.at)
        case .approve: break
        }
    }

    private mutating func end(_ outcome: State, at now: Instant) {
        state = outcome
        endedAt = now
    }
}

extension ApprovalPlan {
    /// Whether some step waits for this caller: what `actions` offers.
    func canBeDecided(by caller: Caller) -> Bool {
        guard state == .pending, caller.person != subject.requesterPerson, let scope = caller.scope(ifPermitted: .decideApprovals) else {
            return false
        }
        return steps.contains { $0.decision == nil && scope.allows(unit: $0.unit, owner: nil) }
    }
}
