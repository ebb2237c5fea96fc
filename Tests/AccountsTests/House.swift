import Accounts
import Cryptography
import Hummingbird
import Kernel
import Ledger
import Mail
import Postgres
import PurveyorTesting
import Synchronization
import Web

/// A database, a clock that stands still until it is moved, and this room's routes, for one test.
final class House: Sendable {
    let database: Database
    let clock: Clock
    let world: World
    let hasher: PasswordHasher
    let admit: AdmitCaller
    let postbox = Postbox()

    /// Of the running test's database.
    init() {
        let clock = Clock()
        database = TestDatabase.current.service
        self.clock = clock
        world = World(
            now: { clock.now.withLock { $0 } }, random: { (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)) })
        hasher = PasswordHasher(parameters: Scrypt.Parameters(logCost: 4, blockSize: 1, parallelism: 1)!)
        admit = AdmitCaller(database: database, world: world, trustedProxies: 1)
    }

    func advance(_ duration: Duration) { clock.now.withLock { $0 = $0 + duration } }

    var signIn: SignIn { SignIn(database: database, hasher: hasher, world: world) }

    var client: RouterClient {
        let edge = Edge(world)
        let router = edge.router()
        SessionRoutes(
            signIn: signIn, read: ReadSessions(database: database, world: world),
            endSession: EndSession(database: database, world: world, admit: admit), admit: admit
        )
        .add(to: router)
        MeRoutes(read: ReadMe(database: database, world: world), admit: admit).add(to: router)
        AccountRoutes(read: ReadOrganisation(database: database, world: world), change: ChangeAccount(database: database, world: world))
            .add(to: router.accountGroup(admitting: admit))
        let read = ReadUnits(database: database, aspects: [], world: world)
        UnitRoutes(
            writes: Writes(database: database, world: world), read: read, create: CreateUnit(read: read, world: world),
            change: ChangeUnit(read: read, world: world), admit: admit
        )
        .add(to: router.accountGroup(admitting: admit))
        SettingRoutes(writes: Writes(database: database, world: world), read: ReadSettings(database: database), world: world)
            .add(to: router.accountGroup(admitting: admit))
        RoleRoutes(
            writes: Writes(database: database, world: world), read: ReadRoles(database: database), create: CreateRole(world: world),
            change: ChangeRole(world: world), admit: admit
        )
        .add(to: router.accountGroup(admitting: admit))
        MemberRoutes(
            writes: Writes(database: database, world: world), read: ReadOrganisation(database: database, world: world),
            add: AddMember(world: world), change: ChangeMember(aspects: [], world: world), end: EndMember(aspects: [], world: world),
            admit: admit
        )
        .add(to: router.accountGroup(admitting: admit))
        passwords.add(to: router)
        invitations.add(to: router)
        invitations.add(to: router.accountGroup(admitting: admit))
        return RouterClient(edge.responder(for: router))
    }

    private var links: PortalLinks { PortalLinks(url: "https://portal.example/") }

    private var passwords: PasswordRoutes {
        PasswordRoutes(
            request: RequestPasswordReset(database: database, links: links, world: world),
            reset: ResetPassword(database: database, hasher: hasher, world: world),
            change: ChangePassword(database: database, hasher: hasher, world: world), admit: admit)
    }

    private var invitations: InvitationRoutes {
        InvitationRoutes(
            writes: Writes(database: database, world: world), read: ReadInvitations(database: database, world: world),
            verbs: InvitationRoutes.Verbs(
                invite: InviteMember(links: links, world: world), resend: ResendInvitation(links: links, world: world),
                revoke: RevokeInvitation(world: world), lookUp: LookUpInvitation(database: database, world: world),
                accept: AcceptInvitation(database: database, hasher: hasher, world: world)),
            admit: admit, world: world)
    }

    /// What has come by mail since the last time.
    func mails() async throws -> [Message] { try await postbox.collect(from: database, world: world) }

    // MARK: Cast

    func account(_ name: String, timeZone: String = "Europe/Berlin") async throws -> (account: Account, root: Accounts.Unit) {
        let account = Account(id: world.newID(), name: name, timeZone: timeZone, currency: Currency("EUR")!)
        let root = try await CreateAccount(database: database, world: world)(account, by: .system)
        return (account, root)
    }

    func unit(_ name: String, under parent: Accounts.Unit) async throws -> Accounts.Unit {
        let unit = Unit(account: parent.account, id: world.newID(), parent: parent.id, name: name)
        try await AddUnit(database: database, world: world)(unit, by: .system)
        return unit
    }

    func person(_ name: String) async throws -> Person {
        let person = try await AddPerson(database: database, world: world)(
            name: name, email: "\(name.lowercased()).\(world.newUUID())@example.com")
        try await SetPassword(database: database, hasher: hasher, world: world)(Self.password, of: person.id)
        return person
    }

    @discardableResult
    func member(
        _ person: Person, in unit: Accounts.Unit, as roles: RoleKey..., until end: LocalDate? = nil
    ) async throws -> Membership {
        let membership = Membership(
            account: unit.account, id: world.newID(), person: person.id, unit: unit.id, roles: roles,
            startsOn: LocalDate("2026-01-01")!, endsOn: end)
        try await add(membership)
        return membership
    }

    func add(_ membership: Membership) async throws {
        try await AddMembership(database: database, world: world)(membership, by: .system)
    }

    func rep(_ name: String, for accounts: AccountID...) async throws -> Person {
        let person = try await person(name)
        try await AddStaff(database: database)(person.id, title: "Account manager")
        for account in accounts {
            try await AddTeamMember(database: database, world: world)(
                TeamMember(account: account, person: person.id, function: .accountManager, startsOn: LocalDate("2026-01-01")!),
                by: .system)
        }
        return person
    }

    func token(_ person: Person) async throws -> String {
        try await signIn(email: person.email, password: Self.password, from: "10.0.0.1").token.text
    }

    func caller(_ person: Person, in account: AccountID) async throws -> Caller {
        try await admit(token(person), in: account.description).1
    }

    final class Clock: Sendable {
        let now = Mutex(Instant("2026-06-15T10:00:00Z")!)
    }

    static let password = "correct horse battery"
}
