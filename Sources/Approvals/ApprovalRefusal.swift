package import Accounts
package import Kernel

/// Why an approval is not given, or not asked for.
package enum ApprovalRefusal: Refusal, Equatable {
    case notFound
    case ownRequest
    case otherContent(current: Digest, revision: Int)
    case alreadyEnded(ApprovalPlan.State)
    case notYours
    case nobodyEligible(rule: String, role: BuiltInRole)
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
        case .ownRequest: "Nobody approves what they themselves asked for."
        case .otherContent: "The decision names other content than the one that waits for it. Read it again and decide on what you see."
        case .alreadyEnded(let state): "The approval has ended: it is \(state.rawValue)."
        case .notYours: "No step of this approval waits for you."
        case .nobodyEligible(let rule, let role): "Nobody could complete the step “\(rule)”: no other \(role.rawValue) over this unit."
        case .noPolicy: "The account has no approval policy yet, so nothing can be submitted."
        }
    }

    package var facts: [String: Fact] {
        switch self {
        case .otherContent(let current, let revision): ["digest": .text(current.description), "revision": .number(revision)]
        case .alreadyEnded(let state): ["state": .text(state.rawValue)]
        case .nobodyEligible(let rule, let role): ["rule": .text(rule), "role": .text(role.rawValue)]
        case .notFound, .ownRequest, .notYours, .noPolicy: [:]
        }
    }
}
