import Accounts
import Approvals
import Catalog
import Kernel

/// What the files of a supplier say, understood and checked against each other.
struct SupplierCatalog: Equatable, Sendable {
    var staff: [Staff] = []
    var categories: [CatalogImportQueries.Category] = []
    var products: [CatalogImportQueries.Item] = []
    var fits: [ProductFit] = []
    var accounts: [Customer] = []

    struct Staff: Equatable, Sendable {
        let email: EmailAddress
        let name: String
        let title: String
    }

    /// A customer's organisation, its rules and what was agreed with it.
    struct Customer: Equatable, Sendable {
        let account: Account
        /// A parent stands before what is under it; the first is the root.
        var units: [Unit] = []
        var people: [Person] = []
        var team: [TeamPlace] = []
        var rules: [ApprovalPolicy.Rule] = []
        var contracts: [ContractDraft] = []
        var configurations: [Configuration] = []
        /// By the contract's number: all that it agrees on, where that is more than its rules; and the unit it is of, where not the root.
        var contents: [String: ContractContent] = [:]
        var contractUnits: [String: UnitID] = [:]
        var costCentres: [CostCentre] = []
        var addresses: [Address] = []
        var preApproved: [PreApprovedList] = []
    }

    struct Configuration: Equatable, Sendable {
        let number: String
        let content: ConfigurationContent
    }

    struct Person: Equatable, Sendable {
        let email: EmailAddress
        let name: String
        let language: String
        let unit: UnitID
        let roles: [BuiltInRole]
        let manager: EmailAddress?
    }

    struct TeamPlace: Equatable, Sendable {
        let staff: EmailAddress
        let function: TeamFunction
        let startsOn: LocalDate
        let endsOn: LocalDate?
    }
}
