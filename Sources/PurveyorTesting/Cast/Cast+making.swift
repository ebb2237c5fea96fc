import Accounts
import Approvals
import Catalog
import Cryptography
package import Kernel
import Ledger
import Persistence
import Postgres

extension Cast {
    /// Brings the cast on, through the verbs that the product itself uses.
    package static func make(in database: TestDatabase, world: World) async throws -> Cast {
        let maker = CastMaker(database: database, world: world)
        try await database.owner.transaction([]) { transaction in CastQueries.catalog(at: world).forEach { transaction.enqueue($0) } }

        let (acme, root) = try await maker.account("Acme", externalID: "acme")
        let engineering = Unit(account: acme.id, id: world.newID(), parent: root.id, name: "Engineering")
        try await AddUnit(database: database.service, world: world)(engineering, by: .system)
        let (rival, rivalRoot) = try await maker.account("Rival", externalID: "rival")

        let ana = try await maker.member("Ana Alves", in: engineering, as: .buyer)
        let rita = try await maker.staff("Rita Rossi", "Account manager", of: acme.id, may: [.manageContracts, .manageTerms])
        let cast = Cast(
            acme: acme, root: root, engineering: engineering, ana: ana,
            omar: try await maker.member("Omar Haddad", in: root, as: .approver),
            sam: try await maker.member("Sam Shaw", in: engineering, as: .shopper),
            ada: try await maker.member("Ada Adler", in: root, as: .accountAdmin),
            aude: try await maker.member("Aude Aubert", in: root, as: .auditor),
            rita: rita, fay: try await maker.staff("Fay Feed", "Integration", of: nil, may: [.readFeed]),
            stella: try await maker.staff("Stella Stone", "Head of operations", of: nil, may: Set(StaffPermission.allCases)),
            paul: try await maker.partnersPerson("Paul Park"), partner: world.newID(), rival: rival, rivalRoot: rivalRoot,
            ravi: try await maker.member("Ravi Rao", in: rivalRoot, as: .buyer, .approver, .accountAdmin),
            contract: world.newID(), rivalContract: world.newID(),
            revokedToken: try await maker.session(of: ana.person.id, ended: true),
            expiredToken: try await maker.session(of: ana.person.id, openedHoursAgo: Limits.sessionHours + 1))
        try await maker.agreements(cast)
        try await database.owner.transaction([]) { transaction in
            CastQueries.partner(cast.partner, "Northwind", paul: cast.paul.person.id, of: cast.acme.id, at: world)
                .forEach { transaction.enqueue($0) }
        }
        return cast
    }
}

private struct CastMaker {
    let database: TestDatabase
    let world: World

    func account(_ name: String, externalID: String) async throws -> (Account, Unit) {
        let account = Account(
            id: world.newID(), externalID: externalID, name: name, timeZone: "Europe/Berlin", currency: Cast.currency)
        return (account, try await CreateAccount(database: database.service, world: world)(account, by: .system))
    }

    func member(_ name: String, in unit: Unit, as roles: RoleKey...) async throws -> CastPerson {
        let person = try await person(name, at: "customer.example")
        let membership = Membership(
            account: unit.account, id: world.newID(), person: person.id, unit: unit.id, roles: roles, startsOn: Cast.firstDay)
        try await AddMembership(database: database.service, world: world)(membership, by: .system)
        return CastPerson(person: person, membership: membership, token: try await session(of: person.id))
    }

    func staff(_ name: String, _ title: String, of account: AccountID?, may permissions: Set<StaffPermission> = []) async throws
        -> CastPerson
    {
        let person = try await person(name, at: "supplier.example")
        try await AddStaff(database: database.service)(person.id, title: title, permissions: permissions)
        if let account {
            try await AddTeamMember(database: database.service, world: world)(
                TeamMember(account: account, person: person.id, function: .accountManager, startsOn: Cast.firstDay), by: .system)
        }
        return CastPerson(person: person, membership: nil, token: try await session(of: person.id))
    }

    func partnersPerson(_ name: String) async throws -> CastPerson {
        let person = try await person(name, at: "partner.example")
        return CastPerson(person: person, membership: nil, token: try await session(of: person.id))
    }

    /// Directly, so that a test of something else does not pay for a sign-in.
    func session(of person: PersonID, openedHoursAgo hours: Int = 0, ended: Bool = false) async throws -> String {
        var bytes: [UInt8] = []
        for _ in 0..<2 {
            let (first, second) = world.random()
            for number in [first, second] { withUnsafeBytes(of: number.bigEndian) { bytes += $0 } }
        }
        let token = Token.new(.session) { count in Array(bytes.prefix(count)) }
        let opened = world.now() + .seconds(-3600 * hours)
        try await database.owner.query(
            CastQueries.session(world.newUUID(), of: person, token: token.digest, at: opened, ended: ended ? world.now() : nil))
        return token.text
    }

    /// The contracts and the approval policies: one rule, above 1000.00.
    func agreements(_ cast: Cast) async throws {
        let limit = Money(Cast.approvalLimit, Cast.currency)
        let policy = ApprovalPolicy(version: 1, rules: [.init(name: "Above 1000", above: limit, role: .approver)])
        let now = world.now()
        let statements =
            CastQueries.contract(
                cast.contract, "C-000001", of: cast.root, CastPriceRule.acme,
                assortment: [("include", "category", "4321"), ("include", "category", "8111"), ("exclude", "product", "NB-190")], at: now)
            + CastQueries.contract(
                cast.rivalContract, "C-000001", of: cast.rivalRoot, CastPriceRule.rival, assortment: [("include", "everything", "")],
                at: now)
            + [
                try ApprovalQueries.publish(policy, account: cast.acme.id, at: now),
                try ApprovalQueries.publish(policy, account: cast.rival.id, at: now),
            ]
        try await database.owner.transaction([]) { transaction in statements.forEach { transaction.enqueue($0) } }
    }

    private func person(_ name: String, at domain: String) async throws -> Person {
        let first = name.split(separator: " ")[0].lowercased()
        let person = try await AddPerson(database: database.service, world: world)(name: name, email: "\(first)@\(domain)")
        try await SetPassword(database: database.service, hasher: Cast.hasher, world: world)(Cast.password, of: person.id)
        return person
    }
}
