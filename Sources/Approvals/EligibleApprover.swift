package import Accounts

/// Somebody who may decide a step, as far as roles and units go.
package struct EligibleApprover: Sendable, Equatable {
    package let membership: MembershipID
    package let person: PersonID
    package let name: String
    package let role: BuiltInRole

    package init(membership: MembershipID, person: PersonID, name: String, role: BuiltInRole) {
        self.membership = membership
        self.person = person
        self.name = name
        self.role = role
    }
}

extension [EligibleApprover] {
    /// Those of them who may decide a step that wants `role`: they have it, may decide at all, and have not asked for it themselves
    /// (rules 7, 10).
    package func eligible(as role: BuiltInRole, for subject: ApprovalSubject) -> [EligibleApprover] {
        let deciders = Set(filter { $0.role.role.permissions[.decideApprovals] != nil }.map(\.person))
        return filter { $0.role == role && deciders.contains($0.person) && !subject.isAsked(by: $0.person) }
    }
}
