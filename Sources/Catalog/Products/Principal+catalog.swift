import Accounts

extension Principal {
    /// Everybody of the supplier reads the master catalog.
    func catalogReader() throws(AccessRefusal) { try staff() }

    func catalogKeeper() throws(AccessRefusal) { try may(.manageCatalog) }
}
