package import Accounts
package import Kernel

/// Somebody who may decide a step, as far as roles and units go.
package struct EligibleApprover: Sendable, Equatable {
    package let membership: MembershipID
    package let person: PersonID
    package let name: String
    /// One that they have over the unit; nil where they have none there by this membership, and may decide everywhere by it.
    package let role: RoleKey?
    /// Whether the membership lets them decide there.
    package let mayDecide: Bool
    /// How much they may approve; nothing is no limit.
    package let limits: [ApproverLimit]
    /// The membership's last day; nil where it has no end.
    package let endsOn: LocalDate?

    package init(
        membership: MembershipID, person: PersonID, name: String, role: RoleKey?, mayDecide: Bool, limits: [ApproverLimit] = [],
        endsOn: LocalDate? = nil
    ) {
        self.membership = membership
        self.person = person
        self.name = name
        self.role = role
        self.mayDecide = mayDecide
        self.limits = limits
        self.endsOn = endsOn
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

    /// How long there is somebody who may decide such a step, if nobody comes and everybody goes when they are to go.
    package func cover(as role: RoleKey, for subject: ApprovalSubject) -> StepCover.Cover {
        if !staying(through: nil).eligible(as: role, for: subject).isEmpty { return .always }
        let ends = Set(flatMap { [$0.endsOn] + $0.limits.map(\.endsOn) }.compactMap(\.self)).sorted(by: >)
        let last = ends.first { !staying(through: $0).eligible(as: role, for: subject).isEmpty }
        return last.map(StepCover.Cover.until) ?? .nobody
    }

    /// Those who are still there on a day, with what they may approve then; nil: for ever.
    private func staying(through day: LocalDate?) -> [EligibleApprover] {
        func stays(_ end: LocalDate?) -> Bool { end.map { end in day.map { end >= $0 } ?? false } ?? true }
        return filter { stays($0.endsOn) }.map { approver in
            EligibleApprover(
                membership: approver.membership, person: approver.person, name: approver.name, role: approver.role,
                mayDecide: approver.mayDecide, limits: approver.limits.filter { stays($0.endsOn) }, endsOn: approver.endsOn)
        }
    }

    private func exclusion(of approver: EligibleApprover, for subject: ApprovalSubject) -> Ineligibility? {
        if let asking = subject.asking(by: approver.person) { return asking }
        let mayDecide = contains { $0.person == approver.person && $0.mayDecide }
        guard mayDecide else { return .mayNotDecide }
        return approver.limits.allow(subject.total) ? nil : .limit
    }
}
