/// The roles that every account has (product.md, Role).
package enum BuiltInRole: String, Sendable, CaseIterable, Codable {
    /// Builds quotes and sends them for approval; never orders.
    case shopper
    case buyer
    case approver
    case accountAdmin
    /// Reads all, writes nothing.
    case auditor

    package var role: Role {
        switch self {
        case .shopper: Role(name: rawValue, own: Self.shopping)
        case .buyer: Role(name: rawValue, own: Self.shopping.union([.order, .readContracts]))
        case .approver:
            Role(name: rawValue, unit: Permission.reading.subtracting([.readEvents]).union([.decideApprovals]))
        case .accountAdmin:
            Role(
                name: rawValue,
                account: Permission.reading.union([
                    .writeQuotes, .submitQuotes, .order, .manageAccount, .manageUnits, .manageMembers, .manageRoles,
                ]))
        case .auditor: Role(name: rawValue, account: Permission.reading)
        }
    }

    private static let shopping: Set<Permission> = [
        .readCatalog, .readQuotes, .writeQuotes, .submitQuotes, .readApprovals, .readOrders, .readMembers,
    ]
}
