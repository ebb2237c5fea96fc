package import Accounts
import Approvals
package import Catalog
import Cryptography
package import Exchange
package import Hummingbird
package import Kernel
import Ledger
package import Logging
import Orders
package import Postgres
import Quotes
import Relationship
import Service
package import Web

/// The one place where parts are made: verbs, reads and routes over one database.
package struct Parts: Sendable {
    package let database: Database
    package let world: World
    package let edge: Edge
    package let document: OpenAPIDocument
    package let metrics: Prometheus
    /// One for all: it remembers the master catalog.
    package let catalogIndex: LoadCatalogIndex
    /// Who is let in, and what is remembered of them.
    package let admit: AdmitCaller
    let links: PortalLinks
    /// One for all: it bounds how many passwords are looked at on this instance at a time.
    let hasher = PasswordHasher()

    /// - Parameters:
    ///   - portalURL: what the links in mails begin with.
    ///   - catalogIndex: of this database, where it has been read already.
    package init(
        database: Database, world: World, document: OpenAPIDocument, metrics: Prometheus, edge: Edge, trustedProxies: Int = 0,
        requestsPerSecond: Int = Limits.requestsPerPrincipalPerSecond, portalURL: String = "http://127.0.0.1:8080",
        catalogIndex: LoadCatalogIndex? = nil
    ) {
        self.database = database
        self.world = world
        self.document = document
        self.metrics = metrics
        self.edge = edge
        self.catalogIndex = catalogIndex ?? LoadCatalogIndex(database: database)
        admit = AdmitCaller(
            database: database, world: world, requestsPerSecond: requestsPerSecond, trustedProxies: trustedProxies)
        links = PortalLinks(url: portalURL)
    }

    /// Every route on its place, behind the edge.
    package func router() -> Router<AppRequestContext> {
        let router = edge.router()
        Routes(parts: self).add(to: router)
        return router
    }
}

extension Parts {
    var writes: Writes { Writes(database: database, world: world) }

    var operations: OperationsRoutes {
        let check = CheckReadiness(database: database, gate: edge.gate)
        return OperationsRoutes(isReady: { await check() }, metrics: metrics, document: document)
    }

    func sessions(_ admit: AdmitCaller) -> SessionRoutes {
        SessionRoutes(
            signIn: SignIn(database: database, hasher: hasher, world: world),
            read: ReadSessions(database: database, world: world),
            endSession: EndSession(database: database, world: world, admit: admit), admit: admit)
    }

    func apiKeys(_ admit: AdmitCaller) -> APIKeyRoutes {
        APIKeyRoutes(writes: writes, read: ReadAPIKeys(database: database, world: world), world: world, admit: admit)
    }

    func passwords(_ admit: AdmitCaller) -> PasswordRoutes {
        PasswordRoutes(
            request: RequestPasswordReset(database: database, links: links, world: world),
            reset: ResetPassword(database: database, hasher: hasher, world: world),
            change: ChangePassword(database: database, hasher: hasher, world: world), admit: admit)
    }

    func invitations(_ admit: AdmitCaller) -> InvitationRoutes {
        InvitationRoutes(
            writes: writes, read: ReadInvitations(database: database, world: world),
            verbs: InvitationRoutes.Verbs(
                invite: InviteMember(links: links, world: world), resend: ResendInvitation(links: links, world: world),
                revoke: RevokeInvitation(world: world), lookUp: LookUpInvitation(database: database, world: world),
                accept: AcceptInvitation(database: database, hasher: hasher, world: world)),
            admit: admit, world: world)
    }

    func me(_ admit: AdmitCaller) -> MeRoutes { MeRoutes(read: ReadMe(database: database, world: world), admit: admit) }

    var account: AccountRoutes {
        AccountRoutes(
            read: ReadOrganisation(database: database, world: world), change: ChangeAccount(database: database, world: world), admit: admit)
    }

    func units(_ admit: AdmitCaller) -> UnitRoutes {
        let read = ReadUnits(
            database: database, aspects: [UnitContractQueries.aspect, UnitApprovalQueries.aspect, UnitQuoteQueries.aspect], steps: steps,
            world: world)
        return UnitRoutes(
            writes: writes, read: read, create: CreateUnit(read: read, world: world),
            change: ChangeUnit(read: read, steps: steps, world: world), admit: admit)
    }

    func members(_ admit: AdmitCaller) -> MemberRoutes {
        MemberRoutes(
            writes: writes, read: ReadOrganisation(database: database, world: world), add: AddMember(world: world),
            change: ChangeMember(steps: steps, world: world),
            end: EndMember(
                aspects: [MemberQuoteQueries.aspect, MemberOrderQueries.aspect], steps: steps, world: world),
            admit: admit)
    }

    /// Nobody goes, and no role or unit, without whom something that waits could not be decided.
    private var steps: CheckSteps {
        CheckSteps(world: world) { account, now, disabled, transaction in
            try await CoverSteps()(in: account, at: now, disabling: disabled, transaction)
        }
    }

    func delegations(_ admit: AdmitCaller) -> DelegationRoutes {
        DelegationRoutes(
            writes: writes, read: ReadDelegations(database: database, world: world), create: CreateDelegation(world: world),
            change: ChangeDelegation(world: world), admit: admit)
    }

    func roles(_ admit: AdmitCaller) -> RoleRoutes {
        RoleRoutes(
            writes: writes, read: ReadRoles(database: database), create: CreateRole(world: world),
            change: ChangeRole(steps: steps, world: world), giveTerms: GiveTerms(world: world), admit: admit)
    }

    var settings: SettingRoutes { SettingRoutes(writes: writes, read: ReadSettings(database: database), world: world) }

    func staff(_ admit: AdmitCaller) -> StaffRoutes {
        StaffRoutes(
            writes: writes, read: ReadStaff(database: database), create: CreateStaff(world: world),
            change: ChangeStaff(database: database, world: world), admit: admit)
    }

    func team(_ admit: AdmitCaller) -> TeamRoutes {
        TeamRoutes(writes: writes, read: ReadTeam(database: database, world: world), world: world, admit: admit)
    }

    func partners(_ admit: AdmitCaller) -> PartnerRoutes {
        let verbs = PartnerRoutes.Verbs(
            read: ReadPartners(database: database, world: world), create: CreatePartner(world: world),
            change: ChangePartner(database: database, world: world), addPerson: AddPartnerPerson(world: world),
            changePerson: ChangePartnerPerson(database: database, world: world))
        return PartnerRoutes(writes: writes, verbs: verbs, admit: admit)
    }

    func customers(_ admit: AdmitCaller) -> CustomerRoutes {
        let verbs = CustomerRoutes.Verbs(
            open: OpenAccount(links: links, world: world), change: ChangeCustomer(world: world),
            invite: InviteAdmin(links: links, world: world))
        return CustomerRoutes(writes: writes, verbs: verbs, world: world, admit: admit)
    }

    func supplierChanges(_ admit: AdmitCaller) -> SupplierChangeRoutes {
        SupplierChangeRoutes(read: ReadSupplierChanges(database: database), admit: admit)
    }

    func readCatalog(_ lists: LoadPriceList) -> ReadCatalog {
        ReadCatalog(database: database, catalog: catalogIndex, priceLists: lists, world: world)
    }

    func catalog(_ read: ReadCatalog, _ lists: LoadPriceList) -> CatalogRoutes {
        CatalogRoutes(read: read, prices: ReadPrices(database: database, priceLists: lists, world: world))
    }

    func compatible(_ read: ReadCatalog) -> CompatibleRoutes { CompatibleRoutes(read: read) }

    var preApproved: PreApprovedRoutes {
        PreApprovedRoutes(writes: writes, read: ReadPreApproved(database: database), save: SavePreApproved(world: world))
    }

    func assets(_ read: ReadCatalog) -> AssetRoutes {
        AssetRoutes(
            writes: writes, read: ReadAssets(database: database, catalog: read, world: world), register: RegisterAssets(world: world),
            change: ChangeAsset(world: world))
    }

    func contracts(_ lists: LoadPriceList) -> ContractRoutes {
        let touched = FindTouchedQuotes(priceLists: lists, aspect: ContractQuoteQueries.aspect, world: world)
        let read = ReadContracts(database: database, touched: touched, world: world)
        return ContractRoutes(
            writes: writes, read: read,
            utilisation: ReadUtilisation(database: database, contracts: read, aspect: ContractPurchaseQueries.aspect, world: world),
            begin: BeginContract(world: world), saveDraft: SaveContractDraft(world: world), discard: DiscardContractDraft(world: world),
            publish: PublishContract(touched: touched, world: world), terminate: TerminateContract(world: world))
    }

    func configurations(_ lists: LoadPriceList) -> ConfigurationRoutes {
        ConfigurationRoutes(
            writes: writes, read: ReadConfigurations(database: database, priceLists: lists, world: world),
            write: WriteConfiguration(world: world))
    }

    func prices(_ lists: LoadPriceList) -> PriceRoutes {
        PriceRoutes(read: ReadPrices(database: database, priceLists: lists, world: world))
    }

    var products: MasterProductRoutes {
        MasterProductRoutes(writes: writes, read: ReadMasterCatalog(database: database), save: SaveProducts(world: world))
    }

    var categories: CategoryRoutes {
        CategoryRoutes(writes: writes, read: ReadMasterCatalog(database: database), save: SaveCategory())
    }

    var fits: FitRoutes {
        FitRoutes(writes: writes, read: ReadFits(database: database), save: SaveFits(world: world))
    }

    func quotes(_ lists: LoadPriceList) -> QuoteRoutes {
        QuoteRoutes(
            writes: writes, read: ReadQuotes(database: database, world: world), create: CreateQuote(priceLists: lists, world: world),
            edit: EditQuote(priceLists: lists, world: world),
            submit: SubmitQuote(today: PriceQuoteToday(priceLists: lists, world: world), world: world),
            withdraw: WithdrawQuote(world: world), world: world)
    }

    var approvals: ApprovalRoutes {
        let subjects = [QuoteApprovals.subject]
        return ApprovalRoutes(
            writes: writes, read: ReadApprovals(database: database, subjects: subjects, world: world),
            decide: DecideApproval(subjects: subjects, world: world))
    }

    func orders(_ lists: LoadPriceList) -> OrderRoutes {
        OrderRoutes(
            writes: writes, read: ReadOrders(database: database),
            place: PlaceOrder(today: PriceQuoteToday(priceLists: lists, world: world), world: world))
    }

    var ledger: LedgerRoutes { LedgerRoutes(read: ReadLedger(database: database)) }

    var accountView: AccountViewRoutes {
        AccountViewRoutes(
            readView: ReadAccountView(database: database, world: world), readLedger: ReadLedger(database: database),
            portfolio: ReadPortfolio(database: database, world: world), world: world)
    }

    var imports: ImportRoutes {
        ImportRoutes(
            writes: writes, takeIn: TakeImport(database: database, world: world), read: ReadImports(database: database, world: world),
            cancel: CancelImport(world: world))
    }

    /// Carries out what comes in there.
    package func runImports(_ logger: Logger) -> RunImports {
        RunImports(database: database, world: world, logger: logger)
    }

    var feed: FeedRoutes { FeedRoutes(read: ReadFeed(database: database)) }
}
