package import Accounts

extension Caller {
    /// Who of the supplier's people writes an account's contracts: the one place that says so.
    package var writesContracts: Bool {
        teamFunctions.contains(.accountManager) && scope(ifPermitted: .readAccountView) == .account
    }

    package func toWriteContracts() throws(AccessRefusal) {
        try wholeAccount(.readAccountView)
        guard writesContracts else { throw .notStaff }
    }
}
