import Kernel

extension AccountRole {
    /// The same with what the account's own people say it has: what the supplier has given to it stays, said again or not.
    /// - Throws: `RoleRefusal.onlyTheSupplier` where they would give it more of that, or another reach of it, `.nothingOfItsOwn`.
    func keepingTerms(_ given: [Permission: Reach]) throws(RoleRefusal) -> [Permission: Reach] {
        let terms = terms
        let others = Permission.allCases.filter { Permission.terms.contains($0) && given[$0] != nil && given[$0] != terms[$0] }
        guard others.isEmpty else { throw .onlyTheSupplier(others) }
        guard given.keys.contains(where: { !Permission.terms.contains($0) }) else { throw .nothingOfItsOwn }
        return given.merging(terms) { _, kept in kept }
    }

    /// What the supplier has given to it.
    var terms: [Permission: Reach] { permissions.filter { Permission.terms.contains($0.key) } }

    /// The next version with other terms, where they differ.
    func with(terms given: [Permission: Reach]) -> AccountRole {
        guard given != terms else { return self }
        var role = self
        role.permissions = permissions.filter { !Permission.terms.contains($0.key) }.merging(given) { _, new in new }
        role.version += 1
        return role
    }
}
