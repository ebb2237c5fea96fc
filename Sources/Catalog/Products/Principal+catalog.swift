import Accounts

extension Principal {
    /// Who may read and write the master catalog: the supplier's people. The one place that says so.
    func catalogKeeper() throws(AccessRefusal) { try staff() }
}
