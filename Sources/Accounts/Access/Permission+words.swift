extension Permission {
    /// Behind "You may".
    package var words: String {
        switch self {
        case .readCatalog: "see the catalog"
        case .readContracts: "see the contracts"
        case .readQuotes: "see quotes"
        case .writeQuotes: "build and change quotes"
        case .submitQuotes: "send quotes for approval"
        case .order: "order what has been approved"
        case .readApprovals: "see approvals"
        case .decideApprovals: "decide about approvals, never about what you asked for yourself"
        case .readOrders: "see orders"
        case .readEvents: "read the account's history"
        case .readMembers: "see units and their members"
        case .manageAccount: "change the account's settings"
        case .manageUnits: "make, move, rename and disable units, and say what holds in them"
        case .manageMembers: "say who has a place where, with which roles and limits"
        case .manageRoles: "make and change the account's own roles"
        case .negotiatePrices: "ask for other prices than the contract's"
        case .useCredit: "order beyond what is paid"
        case .readAccountView: "see the supplier's view of the customer"
        case .logInteractions: "record calls, visits and mails with the customer"
        }
    }
}
