/// What somebody may do; how far it reaches is the scope that it is granted with.
package enum Permission: String, Sendable, CaseIterable, Codable {
    case readCatalog
    case readContracts
    case readQuotes
    case writeQuotes
    case submitQuotes
    case order
    case readApprovals
    case decideApprovals
    case readOrders
    /// The account's ledger. It names everybody's acts, so it is granted for the whole account or not at all.
    case readEvents
    /// Units and the people in them.
    case readMembers
    case manageAccount
    /// Make, move, rename and disable units, and say what holds in them.
    case manageUnits
    /// Say who has a place in which unit, with which roles and limits.
    case manageMembers
    /// The account's own roles hold in the whole account, so this is granted for it or not at all.
    case manageRoles
    /// Ask for other prices than the contract's.
    case negotiatePrices
    /// Order beyond what is paid.
    case useCredit
    /// The supplier's own view of the customer (product.md, Relationship): never a customer's permission.
    case readAccountView
    case logInteractions
}

extension Permission {
    /// Only the supplier gives these: an account admin cannot put them into a role.
    package static let givenBySupplier: Set<Permission> = [.negotiatePrices, .useCredit, .readAccountView, .logInteractions]

    /// Who manages members gives these without having them: duties are kept apart (product.md rule 7).
    package static let appointed: Set<Permission> = [.decideApprovals]

    /// What somebody's work is seen and done by: who goes on with it has it by these, whatever their reach (docs/decisions/0009).
    package static let work: Set<Permission> = [.readQuotes, .writeQuotes, .submitQuotes, .order, .readApprovals, .readOrders]

    /// They are about the account as such: granted for the whole of it or not at all.
    package static let wholeAccount: Set<Permission> = [.readEvents, .manageAccount, .manageRoles, .readAccountView, .logInteractions]

    /// What an auditor and the account team may do, and everybody else only as their role says.
    static let reading: Set<Permission> = [
        .readCatalog, .readContracts, .readQuotes, .readApprovals, .readOrders, .readEvents, .readMembers,
    ]
}
