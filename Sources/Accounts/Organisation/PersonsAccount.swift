package import Kernel

/// An account as one of its members sees it before going in: `GET /v1/me`.
package struct PersonsAccount: Sendable, Equatable {
    package let id: AccountID
    package let name: String
    package let timeZone: String
    package let language: String
    package let currency: Currency
    /// In force today, the oldest first.
    package let memberships: [Membership]

    /// Neighbours of the same account made one.
    static func united(_ rows: [PersonsAccount]) -> [PersonsAccount] {
        rows.reduce(into: []) { accounts, next in
            if let last = accounts.last, last.id == next.id {
                accounts[accounts.count - 1] = last.adding(next.memberships)
            } else {
                accounts.append(next)
            }
        }
    }

    private func adding(_ more: [Membership]) -> PersonsAccount {
        PersonsAccount(
            id: id, name: name, timeZone: timeZone, language: language, currency: currency, memberships: memberships + more)
    }
}

/// An account that one of the supplier's people serves, or sees without serving it.
package struct ServedAccount: Sendable, Equatable {
    package let id: AccountID
    package let name: String
    /// In the order of their words; none for who only sees it.
    package let functions: [TeamFunction]
    package let access: TeamAccess
    package let actsOnBehalf: Bool

    init(id: AccountID, name: String, access: [TeamFunction: TeamAccess]) {
        let side = SupplierSide(functions: access, permissions: [.readAllAccounts])
        self.id = id
        self.name = name
        functions = access.keys.sorted { $0.rawValue < $1.rawValue }
        self.access = side.access ?? .read
        actsOnBehalf = side.actsOnBehalf
    }
}
