package import Accounts

/// Somebody who may decide a step, as far as roles and units go.
package struct EligibleApprover: Sendable, Equatable {
    package let membership: MembershipID
    package let person: PersonID
    package let name: String
    package let role: RoleKey
    /// Whether the role lets them decide in their unit and below.
    package let mayDecide: Bool
    /// How much of one document they may approve.
    package let limit: Ceiling

    package init(membership: MembershipID, person: PersonID, name: String, role: RoleKey, mayDecide: Bool, limit: Ceiling = .unlimited) {
        self.membership = membership
        self.person = person
        self.name = name
        self.role = role
        self.mayDecide = mayDecide
        self.limit = limit
    }
}

extension [EligibleApprover] {
    /// Those of them who may decide a step that wants `role`: they have it, may decide at all, and have not asked for it themselves
    /// (rules 7, 10), and may approve so much.
    package func eligible(as role: RoleKey, for subject: ApprovalSubject) -> [EligibleApprover] {
        filter { $0.role == role && exclusion(of: $0, for: subject) == nil }
    }

    /// The others with that role, each with the reason: what somebody must know whose request nobody could decide.
    package func excluded(as role: RoleKey, for subject: ApprovalSubject) -> [ExcludedApprover] {
        filter { $0.role == role }.compactMap { approver in
            exclusion(of: approver, for: subject).map { ExcludedApprover(name: approver.name, because: $0) }
        }
    }

    private func exclusion(of approver: EligibleApprover, for subject: ApprovalSubject) -> Ineligibility? {
        if let asking = subject.asking(by: approver.person) { return asking }
        let mayDecide = contains { $0.person == approver.person && $0.mayDecide }
        guard mayDecide else { return .mayNotDecide }
        return approver.limit.allows(subject.total) ? nil : .limit
    }
}
