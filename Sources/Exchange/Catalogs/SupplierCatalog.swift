import Accounts
import Approvals
import Catalog
import Kernel

/// What the files of a supplier say, understood and checked against each other.
struct SupplierCatalog: Equatable, Sendable {
    var staff: [Staff] = []
    var categories: [Category] = []
    var products: [Item] = []
    var fits: [ProductFit] = []
    /// Of each of the fits.
    var fitPlaces: [CatalogPlace] = []
    var accounts: [Customer] = []
    /// Of an account that is not among these.
    var contracts: [Contract] = []
    var configurations: [Configuration] = []
    /// What the files bring into the master catalog, faulty or not.
    var named = ContractNames()

    struct Category: Equatable, Sendable {
        let said: SaidCategory
        let places: CatalogPlaces
    }

    struct Item: Equatable, Sendable {
        let said: SaidProduct
        let places: CatalogPlaces

        var sku: String { said.draft.sku }
        var unitOfMeasure: String { said.draft.unitOfMeasure }
    }

    struct Contract: Equatable, Sendable {
        var offer: ContractOffer
        let places: CatalogPlaces
        /// Of each of the offer's versions.
        let versionPlaces: [CatalogPlaces]

        func fault(_ flaw: ContractOffer.Flaw) -> CatalogFault {
            let places = flaw.version.flatMap { versionPlaces.indices.contains($0) ? versionPlaces[$0] : nil } ?? places
            return places.fault(flaw.fault)
        }

        func refuse(_ detail: String, _ faults: YAMLValue.Faults) {
            faults.all.append(places.fault(Fault("/number", "givenTwice", detail)))
        }
    }

    struct Staff: Equatable, Sendable {
        let email: EmailAddress
        let name: String
        let title: String
    }

    /// A customer's organisation, its rules and what was agreed with it.
    struct Customer: Equatable, Sendable {
        let account: Account
        let place: CatalogPlace
        /// Whether it says only some things of an account that there has to be.
        var isPart = false
        var saysRules = true
        /// A parent stands before what is under it; the first is the root.
        var units: [Unit] = []
        var people: [Person] = []
        var team: [TeamPlace] = []
        var rules: [ApprovalPolicy.Rule] = []
        var contracts: [Contract] = []
        var configurations: [Configuration] = []
        var costCentres: [CostCentre] = []
        var addresses: [Address] = []
        var preApproved: [PreApprovedList] = []
    }

    struct Configuration: Equatable, Sendable {
        let number: String
        let content: ConfigurationContent
        let place: CatalogPlace

        func fault(_ hindrance: ConfigurationRecord.PublishedSince) -> CatalogFault {
            place.fault(hindrance.sentence)
        }
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
