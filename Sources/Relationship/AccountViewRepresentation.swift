import Accounts
import Approvals
import Catalog
import FoundationEssentials
import Kernel
import Orders
import Quotes
import Web

struct AccountViewRepresentation: Encodable {
    let account: ProfilePart
    let team: [TeamPart]
    let contracts: [ContractPart]
    let openQuotes: [QuotePart]
    let openApprovals: [ApprovalPart]
    let latestOrders: [OrderSummaryRepresentation]
    let totals: [TotalPart]
    let timeline: [EventRepresentation]

    struct ProfilePart: Encodable {
        let id: AccountID
        let externalID: String?
        let name: String
        let timeZone: String
        let language: String
        let currency: Currency
        let status: String

        private enum CodingKeys: String, CodingKey {
            case id, name, timeZone, language, currency, status
            case externalID = "externalId"
        }
    }

    struct TeamPart: Encodable {
        let person: PersonID
        let name: String
        let email: String
        let functions: [TeamFunction]
    }

    struct ContractPart: Encodable {
        let id: ContractID
        let number: String
        let name: String
        let version: Int
        let currency: Currency
        let validFrom: LocalDate
        let validTo: LocalDate?
    }

    struct QuotePart: Encodable {
        let id: QuoteID
        let number: String
        let name: String
        let state: Quote.State
        let expired: Bool
        let requester: String
        let total: Money
        let priceHoldUntil: Instant?
        let updatedAt: Instant
    }

    struct ApprovalPart: Encodable {
        let id: ApprovalPlanID
        let subject: String
        let revision: Int
        let requester: String
        let total: Money
        let requestedAt: Instant
    }

    struct TotalPart: Encodable {
        let year: Int
        let orders: Int
        let ordered: Money
        let returns: Int
        let returned: Money
    }

    init(_ view: AccountView, _ caller: Caller, at now: Instant) throws {
        account = ProfilePart(
            id: view.account.id, externalID: view.account.externalID, name: view.account.name, timeZone: view.account.timeZone,
            language: view.account.language, currency: view.account.currency, status: view.account.isActive ? "active" : "disabled")
        team = view.team.map { TeamPart(person: $0.person, name: $0.name, email: $0.email, functions: $0.functions) }
        contracts = view.contracts.map {
            ContractPart(
                id: $0.id, number: $0.number, name: $0.name, version: $0.version, currency: $0.currency, validFrom: $0.validFrom,
                validTo: $0.validTo)
        }
        openQuotes = view.openQuotes.map {
            QuotePart(
                id: $0.id, number: $0.number.description, name: $0.name, state: $0.state, expired: $0.isExpired(at: now),
                requester: $0.requesterWords, total: $0.total, priceHoldUntil: $0.priceHoldUntil, updatedAt: $0.updatedAt)
        }
        openApprovals = view.openApprovals.map {
            ApprovalPart(
                id: $0.id, subject: $0.subject.id.uuidString.lowercased(), revision: $0.subject.revision, requester: $0.requesterName,
                total: $0.subject.total, requestedAt: $0.requestedAt)
        }
        latestOrders = view.latestOrders.map { OrderSummaryRepresentation($0, caller) }
        totals = view.totals.map {
            TotalPart(year: $0.year, orders: $0.orderCount, ordered: $0.ordered, returns: $0.returnCount, returned: $0.returned)
        }
        timeline = try view.timeline.map(EventRepresentation.init)
    }
}
