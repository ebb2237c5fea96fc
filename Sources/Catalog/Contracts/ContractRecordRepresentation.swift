import Accounts
import Kernel
import Web

struct ContractRecordRepresentation: Encodable {
    let id: ContractID
    let number: String
    let name: String
    let unit: UnitID
    let currency: Currency
    let endsOn: LocalDate?
    /// The latest first.
    let versions: [VersionPart]
    /// For who writes contracts.
    let draft: ContractContent?
    /// After publishing: the open quotes that it makes a difference to.
    let touches: [TouchedQuoteRepresentation]?
    let touchesOn: LocalDate?
    let touchesTruncated: Bool?
    /// With `touches`: what may be meant so, and is worth a look.
    let warnings: [Fault]?
    let actions: [ActionLink]

    struct VersionPart: Encodable {
        let version: Int
        let validFrom: LocalDate
        let validTo: LocalDate?
        let publishedAt: Instant
        /// The days on which it counts; none where later versions have taken all of them.
        let inForce: [DaysPart]
    }

    struct DaysPart: Encodable {
        let from: LocalDate
        let to: LocalDate?
    }

    init(_ record: ContractRecord, _ caller: Caller, touches: TouchedQuotes? = nil) {
        id = record.id
        number = record.number
        name = record.name
        unit = record.unit
        currency = record.currency
        endsOn = record.endedOn
        versions = record.daysInForce.map { version, spans in
            VersionPart(
                version: version.number, validFrom: version.validFrom, validTo: version.validTo, publishedAt: version.publishedAt,
                inForce: spans.map { DaysPart(from: $0.first, to: $0.last) })
        }
        draft = record.draft
        self.touches = touches.map { $0.quotes.map(TouchedQuoteRepresentation.init) }
        touchesOn = touches?.on
        touchesTruncated = touches?.isTruncated
        warnings = touches == nil ? nil : record.warnings(to: caller)
        let path = Self.path(record, caller)
        var links = record.versions.prefix(1).map { ActionLink("latest-version", "GET", "\(path)/versions/\($0.number)") }
        if !record.versions.isEmpty, caller.scope(ifPermitted: .readOrders)?.covers(record.unit) == true {
            links.append(ActionLink("utilisation", "GET", path + "/utilisation"))
        }
        if caller.writesContracts {
            links.append(ActionLink("draft", "PUT", path + "/draft"))
            if record.draft != nil {
                links.append(ActionLink("discard-draft", "DELETE", path + "/draft"))
                links.append(ActionLink("check", "GET", path + "/check"))
                links.append(ActionLink("publish", "POST", path + "/publish"))
            }
            if !record.versions.isEmpty { links.append(ActionLink("terminate", "POST", path + "/terminate")) }
        }
        actions = links
    }

    static func path(_ record: ContractRecord, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/contracts/\(record.id)" }
}

struct ContractVersionRepresentation: Encodable {
    let contract: ContractID
    let number: String
    let name: String
    let currency: Currency
    let version: Int
    let publishedAt: Instant
    let content: ContractContent

    init(_ version: ReadContracts.Version) {
        contract = version.record.id
        number = version.record.number
        name = version.record.name
        currency = version.record.currency
        self.version = version.number
        publishedAt = version.publishedAt
        content = version.content
    }
}

struct ContractVerdictRepresentation: Encodable {
    let publishable: Bool
    let faults: [Fault]
    let warnings: [Fault]
    let touches: [TouchedQuoteRepresentation]
    let touchesOn: LocalDate
    let touchesTruncated: Bool

    init(_ verdict: ContractVerdict) {
        publishable = verdict.faults.isEmpty
        faults = verdict.faults
        warnings = verdict.warnings
        touches = verdict.touches.quotes.map(TouchedQuoteRepresentation.init)
        touchesOn = verdict.touches.on
        touchesTruncated = verdict.touches.isTruncated
    }
}
