import Accounts

extension Principal {
    func catalogKeeper() throws(AccessRefusal) { try may(.manageCatalog) }
}
