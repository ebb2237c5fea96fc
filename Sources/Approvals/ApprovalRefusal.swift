package import Accounts
package import Kernel

/// Why an approval is not given, or not asked for.
package enum ApprovalRefusal: Refusal, Equatable {
    case notFound
    /// `of`: the member for whom it would be decided, where it is they who asked.
    case ownRequest(Ineligibility, of: String? = nil)
    /// Rule 8. `seen` is what became of the content whose digest was sent; nil where no such content was ever submitted.
    case otherContent(current: Digest, revision: Int, seen: SeenContent? = nil)
    /// `next` is the approval that was asked for afterwards, where there is one.
    case alreadyEnded(ApprovalPlan.State, next: NextApproval? = nil)
    case notYours
    case nobodyEligible(rule: String, role: RoleKey, excluded: [ExcludedApprover])
    case noPolicy

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .ownRequest, .notYours: .forbidden
        case .otherContent, .alreadyEnded, .nobodyEligible, .noPolicy: .conflict
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .ownRequest: "own-request"
        case .otherContent: "content-changed"
        case .alreadyEnded: "approval-ended"
        case .notYours: "approval-not-yours"
        case .nobodyEligible: "nobody-eligible"
        case .noPolicy: "no-approval-policy"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such approval."
        case .ownRequest(_, let name?): "Nobody approves what they themselves asked for, nor does anybody for them: \(name) has."
        case .ownRequest(.edited, nil): "Nobody approves what they themselves asked for, and who changed it has asked for it too."
        case .ownRequest: "Nobody approves what they themselves asked for."
        case .otherContent(_, let revision, let seen?):
            "The decision names revision \(seen.revision), and revision \(revision) is what waits. Read the difference, and decide on that."
        case .otherContent(_, let revision, nil):
            "The decision names content that was never submitted. Read revision \(revision), and decide on what you see."
        case .alreadyEnded(let state, nil): "The approval has ended: it is \(state.rawValue)."
        case .alreadyEnded(let state, let next?):
            "The approval has ended: it is \(state.rawValue). Revision \(next.revision) was submitted afterwards; read the difference."
        case .notYours: "No step of this approval waits for you."
        case .nobodyEligible(let rule, let role, []):
            "Nobody could complete the step “\(rule)”: there is no \(role.rawValue) over this unit."
        case .nobodyEligible(let rule, let role, let excluded):
            "Nobody could complete the step “\(rule)”: of those who are \(role.rawValue) over this unit, "
                + excluded.map { "\($0.name) \($0.because.predicate)" }.joined(separator: ", ") + "."
        case .noPolicy: "The account has no approval policy yet, so nothing can be submitted."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .otherContent(let current, let revision, let seen):
            ["digest": .text(current.description), "revision": .number(revision)].merging(seen?.facts ?? [:]) { own, _ in own }
        case .alreadyEnded(let state, let next): ["state": .text(state.rawValue)].merging(next?.facts ?? [:]) { own, _ in own }
        case .nobodyEligible(let rule, let role, let excluded):
            ["rule": .text(rule), "role": .text(role.rawValue), "excluded": .list(excluded.map(\.fact))]
        case .ownRequest(let because, _): ["because": .text(because.rawValue)]
        case .notFound, .notYours, .noPolicy: [:]
        }
    }
}
