/// What one of the supplier's people may do beside serving the accounts of their teams. Whoever has none serves their accounts, no more.
package enum StaffPermission: String, Sendable, CaseIterable, Codable {
    /// Say who works for the supplier, and who of them may do what.
    case manageStaff
    /// Say who is in an account's team, and who its partners are.
    case manageTeams
    /// Write the master catalog: products, categories, what they are described by.
    case manageCatalog
    /// Write the contracts of the accounts that one serves with edit access, and publish them.
    case manageContracts
    /// Make accounts known, invite their first admin, change their master data, disable and enable them.
    case manageAccounts
    /// Give the roles of the accounts that one serves what only the supplier gives.
    case manageTerms
    /// See every account; what one may write there still comes from its team.
    case readAllAccounts
    /// Read the feed of every account.
    case readFeed

    /// Behind "You may".
    var words: String {
        switch self {
        case .manageStaff: "say who works for the supplier, and who of them may do what"
        case .manageTeams: "say who is in the teams of the accounts you see, and who their partners are"
        case .manageCatalog: "add and change products and categories of the master catalog"
        case .manageContracts: "write and publish the contracts of the accounts that you serve with edit access"
        case .manageAccounts: "make accounts known, and change, disable and enable those you see"
        case .manageTerms: "let roles of the accounts you serve negotiate prices and use credit"
        case .readAllAccounts: "see every account, and write only where you are in the team"
        case .readFeed: "read the feed of every account"
        }
    }
}
