extension Caller {
    /// Whether the caller may give the account's roles what only the supplier gives.
    var givesTerms: Bool {
        guard acting == nil, case .session = credential else { return false }
        return supplier.functions.values.contains(.edit) && supplier.permissions.contains(.manageTerms)
    }

    /// Whether the caller keeps the account's master data, as one of the supplier's people.
    var keepsAccount: Bool {
        guard acting == nil, case .session = credential else { return false }
        return supplier.access != nil && supplier.permissions.contains(.manageAccounts)
    }
}
