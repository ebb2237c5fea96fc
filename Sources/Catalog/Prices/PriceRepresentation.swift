import Kernel

struct PriceRepresentation: Encodable {
    let sku: String
    let quantity: Quantity
    let onRequest: Bool
    let unitPrice: Money?
    let total: Money?
    /// What the contract allows a line to ask for; a quote refuses another quantity.
    let quantityRule: QuantityRulePart?
    let receipt: Receipt?
    /// Of the receipt's canonical form (docs/prices.md).
    let receiptDigest: Digest?

    init(_ priced: PricedProduct, quantity: Quantity) throws {
        sku = priced.product.sku
        self.quantity = quantity
        onRequest = priced.price == nil
        unitPrice = priced.price?.unitPrice
        total = priced.price?.lineTotal
        quantityRule = (priced.price?.quantityRule).map(QuantityRulePart.init)
        receipt = priced.price?.receipt
        receiptDigest = try receipt?.digest()
    }
}

/// What a line of several comes to.
enum PricedLineRepresentation: Encodable {
    case product(PriceRepresentation)
    case configuration(ConfigurationPriceRepresentation)

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .product(let price): try price.encode(to: encoder)
        case .configuration(let price): try price.encode(to: encoder)
        }
    }
}

struct QuantityRulePart: Encodable {
    let minimum: Quantity?
    let maximum: Quantity?
    let multiple: Quantity?

    init(_ rule: QuantityRule) {
        minimum = rule.minimum
        maximum = rule.maximum
        multiple = rule.multiple
    }
}

struct PriceLadderRepresentation: Encodable {
    let sku: String
    let unitOfMeasure: String
    let listPrice: Money?
    let steps: [StepPart]

    struct StepPart: Encodable {
        /// The least quantity of the step that can be ordered.
        let from: Quantity
        let onRequest: Bool
        let unitPrice: Money?
        /// All lines of a quote that the rule speaks of count together.
        let cumulative: Bool
        let contract: ContractPart?
        let quantityRule: QuantityRulePart?

        init(_ step: PriceLadder.Step) {
            from = step.from
            onRequest = step.price == nil
            unitPrice = step.price?.unitPrice
            cumulative = step.price?.isCumulative ?? false
            contract = step.price.map { ContractPart($0.contract) }
            quantityRule = (step.price?.quantityRule).map(QuantityRulePart.init)
        }
    }

    init(_ ladder: PriceLadder) {
        sku = ladder.product.sku
        unitOfMeasure = ladder.product.unitOfMeasure
        listPrice = ladder.product.listPrice
        steps = ladder.steps.map(StepPart.init)
    }
}

struct PriceDifferenceRepresentation: Encodable {
    let sku: String
    let quantity: Quantity
    let from: SidePart
    let to: SidePart
    let changed: Bool
    /// From what weighs most to what follows from it.
    let causes: [String]

    struct SidePart: Encodable {
        let on: LocalDate
        let inCatalog: Bool
        let onRequest: Bool
        let unitPrice: Money?
        /// What the price was made of, also where a fixed one held.
        let listPrice: Money?
        let receipt: Receipt?
        let receiptDigest: Digest?

        init(_ side: PriceDifference.Side) throws {
            on = side.on
            inCatalog = side.isInAssortment
            onRequest = side.isInAssortment && side.price == nil
            unitPrice = side.price?.unitPrice
            listPrice = side.price?.listPrice
            receipt = side.price?.receipt
            receiptDigest = try receipt?.digest()
        }
    }

    init(_ difference: PriceDifference, sku: String, quantity: Quantity) throws {
        self.sku = sku
        self.quantity = quantity
        from = try SidePart(difference.from)
        to = try SidePart(difference.to)
        changed = !difference.isSamePrice
        causes = difference.causes.map(\.rawValue)
    }
}
