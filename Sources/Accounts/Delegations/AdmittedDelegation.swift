import FoundationEssentials
import Kernel

/// A delegation to the caller as the admission's JSON tells it, with the delegator's membership.
struct AdmittedDelegation: Decodable, Sendable {
    let id: UUID
    let act: SpendingLimit.Act
    let until: LocalDate
    let amount: String?
    let currency: Currency?
    let membership: UUID
    let person: UUID
    let unit: UUID
    let roles: [String]
    let startsOn: LocalDate
    let endsOn: LocalDate?
    let version: Int
    let name: String
    let customRoles: [String]
    let inherited: [UUID]

    /// Nil where the delegator's own place counts for nothing, or the amount is none: nothing is widened by what cannot be read.
    func place(in account: AccountID, of delegate: MembershipID, _ tree: UnitTree) -> DelegatedPlace? {
        let upTo = amount.flatMap { amount in currency.flatMap { Money(amount, $0) } }
        guard !tree.isDisabled(UnitID(unit)), (amount == nil) == (upTo == nil) else { return nil }
        let delegator = Membership(
            account: account, id: MembershipID(membership), person: PersonID(person), unit: UnitID(unit),
            roles: roles.map(RoleKey.init(rawValue:)), startsOn: startsOn, endsOn: endsOn, version: version)
        let counting = delegator.roles.compactMap { $0.builtIn?.role } + Role.custom(customRoles)
        return DelegatedPlace(
            delegation: DelegationID(id), delegate: delegate, act: act, upTo: upTo, until: until, delegatorName: name,
            place: Place(membership: delegator, roles: counting, tree: tree, inherited: inherited.map { MembershipID($0) }))
    }
}
