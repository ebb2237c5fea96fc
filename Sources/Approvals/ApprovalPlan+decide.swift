import Accounts
import Kernel

extension ApprovalPlan {
    /// Decides every waiting step that is the decider's. One rejection or return ends the plan (rule 11).
    /// - Parameter isTheirs: whether the decider has a step's role over its unit, and may decide there.
    /// - Throws: `ApprovalRefusal`: by who asked (rule 7), about other content (rule 8), an ended plan, no step that is the decider's.
    package mutating func decide(_ decision: ApprovalDecision, where isTheirs: (Step) -> Bool) throws(ApprovalRefusal) {
        if let asking = subject.asking(by: decision.person) { throw .ownRequest(asking) }
        guard state == .pending else { throw .alreadyEnded(state) }
        guard decision.digest == subject.digest else { throw .otherContent(current: subject.digest, revision: subject.revision) }
        let mine = steps.indices.filter { steps[$0].decision == nil && isTheirs(steps[$0]) }
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

    /// Whether some step waits for this caller: what `actions` offers.
    func canBeDecided(by caller: Caller) -> Bool {
        state == .pending && !subject.isAsked(by: caller.person) && steps.contains { $0.decision == nil && caller.mayDecide($0) }
    }
}

extension Caller {
    /// Whether one of the caller's memberships has the step's role over its unit, and the caller may decide there.
    func mayDecide(_ step: ApprovalPlan.Step) -> Bool {
        guard let scope = scope(ifPermitted: .decideApprovals), scope.allows(unit: step.unit, owner: nil) else { return false }
        return places.contains { $0.holds(step.unit) && $0.roles.contains(step.role) }
    }
}
