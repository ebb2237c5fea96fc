package import Accounts

extension Caller {
    /// Who of the supplier's people writes an account's contracts: the one place that says so.
    package var writesContracts: Bool {
        do throws(AccessRefusal) {
            try toWriteContracts()
            return true
        } catch { return false }
    }

    /// It takes the permission and a place in the team that writes: one who may see every account prices nothing there. Nobody does it on
    /// behalf of a member, and no program with a key.
    package func toWriteContracts() throws(AccessRefusal) {
        try wholeAccount(.readAccountView)
        _ = try credential.session()
        guard supplier.permissions.contains(.manageContracts) else { throw .notForThisStaff(.manageContracts) }
        guard supplier.access == .edit else { throw .editAccessNeeded }
    }
}
