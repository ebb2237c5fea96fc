import Accounts
import Approvals
import Catalog
import Cryptography
import Kernel
import Web

/// A quote in a list.
struct QuoteSummaryRepresentation: Encodable {
    let id: QuoteID
    let number: String
    let name: String
    let state: Quote.State
    let expired: Bool
    let revision: Int
    let requester: String
    let total: Money
    let priceHoldUntil: Instant?
    let createdAt: Instant
    let updatedAt: Instant
    let actions: [ActionLink]

    init(_ quote: Quote, _ caller: Caller, at now: Instant) {
        id = quote.id
        number = quote.number.description
        name = quote.name
        state = quote.state
        expired = quote.isExpired(at: now)
        revision = quote.revision
        requester = quote.requesterWords
        total = quote.total
        priceHoldUntil = quote.priceHoldUntil
        createdAt = quote.createdAt
        updatedAt = quote.updatedAt
        actions = [ActionLink("read", "GET", QuoteRepresentation.path(quote, caller))]
    }
}

struct QuoteRepresentation: Encodable {
    let id: QuoteID
    let number: String
    let name: String
    let state: Quote.State
    let expired: Bool
    let revision: Int
    let version: Int
    let unit: UnitID
    let requester: RequesterPart
    let currency: Currency
    let poNumber: String?
    let notes: String?
    let approval: ApprovalPlanID?
    let priceHoldUntil: Instant?
    let createdAt: Instant
    let updatedAt: Instant
    let lines: [LinePart]
    let total: Money
    /// What keeps the caller from ordering it; absent where nothing does, or it is not theirs to order.
    let limit: JSONValue?
    let actions: [ActionLink]

    struct RequesterPart: Encodable {
        let member: MembershipID
        let name: String
        /// The rep who opened it on the member's behalf.
        let enteredBy: EnteredByPart?
    }

    struct EnteredByPart: Encodable {
        let person: PersonID
        let name: String
    }

    struct LinePart: Encodable {
        let position: Int
        let sku: String
        let name: String
        let unitOfMeasure: String
        let quantity: Quantity
        let unitPrice: Money
        let lineTotal: Money
        /// Of a configured product, with the parts of one set.
        let configuration: ConfiguredLine?
        let receipt: EmbeddedJSON
        /// Of the receipt's canonical form, which is what is stored.
        let receiptDigest: Digest

        init(_ line: QuoteLine) throws {
            position = line.position
            sku = line.sku
            name = line.name
            unitOfMeasure = line.unitOfMeasure
            quantity = line.quantity
            unitPrice = line.unitPrice
            lineTotal = line.lineTotal
            configuration = line.configuration
            receipt = try EmbeddedJSON(line.receipt)
            receiptDigest = SHA256.digest(line.receipt)
        }
    }

    init(_ quote: Quote, _ excess: LimitExcess?, _ caller: Caller, at now: Instant) throws {
        id = quote.id
        number = quote.number.description
        name = quote.name
        state = quote.state
        expired = quote.isExpired(at: now)
        revision = quote.revision
        version = quote.version
        unit = quote.unit
        requester = RequesterPart(
            member: quote.requester, name: quote.requesterName,
            enteredBy: quote.enteredBy.map { EnteredByPart(person: $0.person, name: $0.name) })
        currency = quote.currency
        poNumber = quote.poNumber
        notes = quote.notes
        approval = quote.plan
        priceHoldUntil = quote.priceHoldUntil
        createdAt = quote.createdAt
        updatedAt = quote.updatedAt
        lines = try quote.lines.map(LinePart.init)
        total = quote.total
        limit = excess.map { JSONValue(.object($0.told)) }
        actions = quote.actions(for: caller, within: excess == nil, at: now)
    }

    static func path(_ quote: Quote, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/quotes/\(quote.number)" }
}

extension Quote {
    /// The verbs that this caller may use now (api.md, What may I do).
    /// - Parameter isWithin: whether ordering it is within the caller's limits.
    func actions(for caller: Caller, within isWithin: Bool, at now: Instant) -> [ActionLink] {
        let path = QuoteRepresentation.path(self, caller)
        var links: [ActionLink] = []
        func offer(_ act: QuoteAct, _ permission: Permission, _ rel: String, _ method: String, _ suffix: String) {
            guard QuoteTurns.next(state, act) != nil,
                caller.scope(ifPermitted: permission)?.allows(unit: unit, owner: requester) == true
            else { return }
            links.append(ActionLink(rel, method, path + suffix))
        }
        offer(.edit, .writeQuotes, "change", "PATCH", "")
        offer(.edit, .writeQuotes, "replace-lines", "PUT", "/lines")
        offer(.reprice, .writeQuotes, "reprice", "POST", "/reprice")
        let isExpired = isExpired(at: now)
        if !lines.isEmpty, !isExpired { offer(.submit, .submitQuotes, "submit", "POST", "/submit") }
        if !isExpired, isWithin { offer(.order, .order, "order", "POST", "/order") }
        offer(.recall, .writeQuotes, "recall", "POST", "/recall")
        offer(.cancel, .writeQuotes, "cancel", "POST", "/cancel")
        return links
    }
}

/// What submitting answers: the quote, and what it waits for.
struct SubmittedQuoteRepresentation: Encodable {
    let quote: QuoteRepresentation
    let approval: ApprovalPart

    struct ApprovalPart: Encodable {
        let id: ApprovalPlanID
        let state: ApprovalPlan.State
        let digest: Digest
        let steps: [StepPart]
    }

    struct StepPart: Encodable {
        let number: Int
        let rule: String
        let reason: String
        let role: RoleKey
        let approvers: [String]
    }

    init(_ submitted: SubmittedQuote, _ caller: Caller, at now: Instant) throws {
        quote = try QuoteRepresentation(submitted.quote, submitted.excess, caller, at: now)
        let plan = submitted.plan
        approval = ApprovalPart(
            id: plan.id, state: plan.state, digest: plan.subject.digest,
            steps: plan.steps.map { step in
                StepPart(
                    number: step.number, rule: step.rule, reason: step.reason, role: step.role,
                    approvers: submitted.eligible
                        .filter { $0.role == step.role && $0.person != plan.subject.requesterPerson }.map(\.name))
            })
    }
}
