import Accounts
import Kernel
import Testing

@Suite struct RoleTests {
    static let customerReads: Set<Permission> = [
        .readCatalog, .readContracts, .readQuotes, .readApprovals, .readOrders, .readEvents, .readMembers,
    ]

    @Test(arguments: [
        (BuiltInRole.shopper, Permission.writeQuotes, Reach.own), (.shopper, .submitQuotes, .own), (.shopper, .readQuotes, .own),
        (.shopper, .readOrders, .own), (.buyer, .order, .own), (.buyer, .submitQuotes, .own), (.buyer, .readContracts, .own),
        (.approver, .decideApprovals, .unit), (.approver, .readApprovals, .unit), (.approver, .readQuotes, .unit),
        (.approver, .readOrders, .unit), (.accountAdmin, .manageAccount, .account), (.accountAdmin, .order, .account),
        (.accountAdmin, .readEvents, .account), (.auditor, .readEvents, .account), (.auditor, .readQuotes, .account),
    ])
    func `a role grants a permission with its reach`(role: BuiltInRole, permission: Permission, reach: Reach) {
        #expect(role.role.permissions[permission] == reach)
    }

    @Test(arguments: [
        (BuiltInRole.shopper, Permission.order), (.shopper, .decideApprovals), (.shopper, .readEvents), (.buyer, .decideApprovals),
        (.buyer, .manageAccount), (.approver, .order), (.approver, .writeQuotes), (.approver, .submitQuotes), (.approver, .manageAccount),
        (.accountAdmin, .decideApprovals),
    ])
    func `a role withholds what is another's`(role: BuiltInRole, permission: Permission) {
        #expect(role.role.permissions[permission] == nil)
    }

    @Test func `an auditor reads all and writes nothing`() {
        #expect(BuiltInRole.auditor.role.permissions == Dictionary(uniqueKeysWithValues: Self.customerReads.map { ($0, .account) }))
    }

    @Test(arguments: BuiltInRole.allCases)
    func `no customer's role opens the supplier's view of the customer`(role: BuiltInRole) {
        #expect(role.role.permissions[.readAccountView] == nil)
        #expect(role.role.permissions[.logInteractions] == nil)
    }

    @Test(arguments: [Permission.writeQuotes, .submitQuotes, .order, .decideApprovals, .manageAccount])
    func `a rep never acts for the customer`(permission: Permission) {
        #expect(Role.accountTeam.permissions[permission] == nil)
    }

    @Test func `a rep reads everything of the account and its view`() {
        for permission in Self.customerReads.union([.readAccountView, .logInteractions]) {
            #expect(Role.accountTeam.permissions[permission] == .account)
        }
    }

    @Test func `united roles reach as far as the furthest`() {
        let united = Role.united([BuiltInRole.buyer, .approver].map(\.role))
        #expect(united[.readQuotes] == .unit)
        #expect(united[.order] == .own)
        #expect(united[.decideApprovals] == .unit)
    }
}
