/// What somebody is to an account from the supplier's side, today: nothing, for a customer.
package struct SupplierSide: Sendable, Equatable {
    /// What the person does in the account's team, each with its access.
    package let functions: [TeamFunction: TeamAccess]
    /// What the person may do as one of the supplier's people.
    package let permissions: Set<StaffPermission>
    /// Whether the person works for a partner that is the account's reseller of record.
    package let isPartner: Bool

    package init(functions: [TeamFunction: TeamAccess] = [:], permissions: Set<StaffPermission> = [], isPartner: Bool = false) {
        self.functions = functions
        self.permissions = permissions
        self.isPartner = isPartner
    }

    package static let none = SupplierSide()

    /// Nil for one who has nothing to see here. Of several functions the widest access counts; to see all accounts is to read.
    package var access: TeamAccess? {
        functions.values.max() ?? (permissions.contains(.readAllAccounts) ? .read : nil)
    }

    /// Whether this is a place in the account at all.
    package var isAPlace: Bool { access != nil || isPartner }

    package var actsOnBehalf: Bool { functions.contains { $0.key.actsOnBehalf && $0.value == .edit } }

    /// What it lets one do in the account, all of it in the whole account.
    func gives(_ permission: Permission) -> Bool {
        let role: Role? =
            switch access {
            case .edit: .accountTeam
            case .read: .accountReader
            case nil: nil
            }
        return role?.permissions[permission] != nil || (isPartner && Role.partner.permissions[permission] != nil)
    }
}
