package import Kernel

/// A plan as its own row tells it, without its steps, with the requester's name for people to read.
package struct ApprovalPlanRow: Sendable, Equatable {
    package let id: ApprovalPlanID
    package let subject: ApprovalSubject
    package let policyVersion: Int
    package let state: ApprovalPlan.State
    package let version: Int
    package let requestedAt: Instant
    package let endedAt: Instant?
    package let requesterName: String

    package func plan(with steps: [ApprovalPlan.Step]) -> ApprovalPlan {
        ApprovalPlan(
            id: id, subject: subject, policyVersion: policyVersion, state: state, version: version, steps: steps,
            requestedAt: requestedAt, endedAt: endedAt)
    }
}

/// A plan's place in a list ordered by request time.
package struct ApprovalPlanPosition: Sendable, Equatable, Codable {
    package let requestedAt: Instant
    package let id: ApprovalPlanID

    package init(requestedAt: Instant, id: ApprovalPlanID) {
        self.requestedAt = requestedAt
        self.id = id
    }

    package init(_ row: ApprovalPlanRow) {
        requestedAt = row.requestedAt
        id = row.id
    }
}
