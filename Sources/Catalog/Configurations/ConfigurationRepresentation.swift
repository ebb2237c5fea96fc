import Accounts
import Kernel
import Web

/// A configuration in a list.
struct ConfigurationSummaryRepresentation: Encodable {
    let id: ConfigurationID
    let number: String
    let name: String
    let description: String?
    let version: Int
    let availability: OfferedConfiguration.Availability
    /// What it is built on; absent where the caller's assortment does not hold it.
    let base: ProductPart?
    /// Of one set of the defaults; absent where they have no price, or the caller's assortment does not hold them.
    let price: Money?
    let actions: [ActionLink]

    struct ProductPart: Encodable {
        let sku: String
        let name: String
        let unitOfMeasure: String
        /// The caller's price for one; absent where it is on request.
        let price: Money?

        init(_ product: Product, _ price: Price?) {
            sku = product.sku
            name = product.name
            unitOfMeasure = product.unitOfMeasure
            self.price = price?.unitPrice
        }
    }

    init(_ offer: OfferedConfiguration, _ caller: Caller, language: ReadingLanguage) {
        let content = offer.configuration.content
        id = offer.configuration.id
        number = offer.configuration.number
        name = content.names.text(in: language) ?? offer.configuration.number
        description = content.descriptions?.text(in: language)
        version = offer.configuration.version
        availability = offer.availability
        base = offer.base.map { ProductPart($0, offer.prices[$0.sku]) }
        price = offer.defaultPrice?.unitPrice
        actions = [ActionLink("read", "GET", ConfigurationRepresentation.path(offer.configuration.id, caller))]
    }
}

/// A configuration with what the caller may choose.
struct ConfigurationRepresentation: Encodable {
    let id: ConfigurationID
    let number: String
    let name: String
    let description: String?
    let version: Int
    let validFrom: LocalDate
    let validTo: LocalDate?
    let availability: OfferedConfiguration.Availability
    let pricing: ConfigurationContent.Pricing.Kind
    let base: ConfigurationSummaryRepresentation.ProductPart?
    let price: Money?
    /// None where the caller's assortment does not hold the base.
    let slots: [SlotPart]
    let rules: [RulePart]
    let actions: [ActionLink]

    struct SlotPart: Encodable {
        let name: String
        let label: String
        let minimum: Quantity
        let maximum: Quantity
        let `default`: String?
        let alternatives: [AlternativePart]
    }

    struct AlternativePart: Encodable {
        let sku: String
        let name: String
        let unitOfMeasure: String
        let minimum: Quantity
        let maximum: Quantity
        let `default`: Quantity
        let price: Money?
        let onRequest: Bool
    }

    struct RulePart: Encodable {
        let kind: ConfigurationContent.Rule.Kind
        let part: String?
        let parts: [String]
        let limit: Quantity?
    }

    init(_ offer: OfferedConfiguration, _ caller: Caller, language: ReadingLanguage) {
        let summary = ConfigurationSummaryRepresentation(offer, caller, language: language)
        let content = offer.configuration.content
        id = summary.id
        number = summary.number
        name = summary.name
        description = summary.description
        version = summary.version
        validFrom = content.validFrom
        validTo = content.validTo
        availability = summary.availability
        pricing = content.pricing.kind
        base = summary.base
        price = summary.price
        slots = offer.base == nil ? [] : content.slots.map { SlotPart($0, offer, language: language) }
        // A rule for what is not offered says nothing to this reader, and would name it.
        rules =
            offer.base == nil
            ? []
            : content.rules.compactMap { rule in
                guard rule.part.map({ offer.products[$0] != nil }) ?? true else { return nil }
                let parts = rule.parts.filter { offer.products[$0] != nil }
                guard !parts.isEmpty || rule.kind == .requires else { return nil }
                return RulePart(kind: rule.kind, part: rule.part, parts: parts, limit: rule.limit)
            }
        let path = Self.path(id, caller)
        var links: [ActionLink] = []
        if offer.base != nil { links.append(ActionLink("price", "POST", path + "/price")) }
        if caller.writesContracts { links.append(ActionLink("versions", "GET", path + "/versions")) }
        actions = links
    }

    static func path(_ id: ConfigurationID, _ caller: Caller) -> String {
        "/v1/accounts/\(caller.account)/standard-configurations/\(id)"
    }
}

extension ConfigurationRepresentation.SlotPart {
    fileprivate init(_ slot: ConfigurationContent.Slot, _ offer: OfferedConfiguration, language: ReadingLanguage) {
        self.init(
            name: slot.name, label: slot.labels.text(in: language) ?? slot.name, minimum: slot.minimum, maximum: slot.maximum,
            default: slot.usual.flatMap { offer.products[$0] == nil ? nil : $0 },
            alternatives: slot.alternatives.compactMap { alternative in
                guard let product = offer.products[alternative.sku] else { return nil }
                let price = offer.prices[alternative.sku]
                return .init(
                    sku: product.sku, name: product.name, unitOfMeasure: product.unitOfMeasure, minimum: alternative.minimum,
                    maximum: alternative.maximum, default: alternative.usual, price: price?.unitPrice, onRequest: price == nil)
            })
    }
}

/// What a selection costs.
struct ConfigurationPriceRepresentation: Encodable {
    let sku: String
    let quantity: Quantity
    let onRequest: Bool
    /// Of those that have no price; none of them where the configuration itself has none in the account's currency.
    let unpriced: [String]?
    let unitPrice: Money?
    let total: Money?
    let quantityRule: QuantityRulePart?
    let configuration: ConfiguredLine?
    let receipt: ConfigurationReceipt?
    /// Of the receipt's canonical form (docs/prices.md).
    let receiptDigest: Digest?

    init(_ priced: PricedConfiguration) throws {
        sku = priced.set.base.sku
        quantity = priced.sets
        switch priced.outcome {
        case .onRequest(let parts):
            onRequest = true
            unpriced = parts.map(\.product.sku)
            (unitPrice, total, quantityRule, configuration, receipt, receiptDigest) = (nil, nil, nil, nil, nil, nil)
        case .price(let price):
            onRequest = false
            unpriced = nil
            unitPrice = price.unitPrice
            total = price.lineTotal
            quantityRule = price.quantityRule.map(QuantityRulePart.init)
            configuration = price.line
            let made = try price.receipt
            receipt = made
            receiptDigest = try made.digest()
        }
    }
}

/// A configuration as the supplier keeps it, all its versions whole.
struct ConfigurationRecordRepresentation: Encodable {
    let id: ConfigurationID
    let number: String
    let unit: UnitID
    let endsOn: LocalDate?
    /// The latest first.
    let versions: [VersionPart]
    let actions: [ActionLink]

    struct VersionPart: Encodable {
        let version: Int
        let publishedAt: Instant
        let content: ConfigurationContent
    }

    init(_ record: ConfigurationRecord, _ caller: Caller) {
        id = record.id
        number = record.number
        unit = record.unit
        endsOn = record.endedOn
        versions = record.versions.map { VersionPart(version: $0.number, publishedAt: $0.publishedAt, content: $0.content) }
        let path = ConfigurationRepresentation.path(record.id, caller)
        actions = [ActionLink("new-version", "POST", path + "/versions"), ActionLink("end", "POST", path + "/end")]
    }
}
