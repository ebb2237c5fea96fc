import Accounts
import Kernel

extension ApprovalPlan {
    /// Decides every waiting step that the decision's right reaches. One rejection or return ends the plan (rule 11).
    /// - Parameter isTheirs: whether the decider, or who it is decided for, has a step's role over its unit, and may decide there.
    /// - Throws: `ApprovalRefusal`: by who asked (rule 7, at any depth of delegation), about other content (rule 8), an ended plan, no step
    ///   that is the decider's.
    package mutating func decide(_ decision: ApprovalDecision, where isTheirs: (Step) -> Bool) throws(ApprovalRefusal) {
        if let asking = subject.asking(by: decision.person) { throw .ownRequest(asking) }
        if let behalf = decision.behalf, let asking = subject.asking(by: behalf.person) { throw .ownRequest(asking, of: behalf.name) }
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
}
