import Accounts

extension Caller {
    /// Who serves the account with edit access says what was delivered to it: in person, and no program with a key.
    func toRegisterAssets() throws(AccessRefusal) {
        try wholeAccount(.readAccountView)
        _ = try credential.session()
        guard supplier.access == .edit else { throw .editAccessNeeded }
    }
}
