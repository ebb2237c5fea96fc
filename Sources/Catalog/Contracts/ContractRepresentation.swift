import Kernel

struct ContractRepresentation: Encodable {
    let id: ContractID
    let number: String
    let name: String
    let unit: String
    let currency: Currency
    /// The last day, where it was ended before its versions say.
    let endsOn: LocalDate?
    /// With what follows absent for one that was never published.
    let version: Int?
    let validFrom: LocalDate?
    let validTo: LocalDate?
    let priceHoldDays: Int?
    let paymentTerms: String?
    let bestPrice: Bool?

    init(_ contract: Contract) {
        id = contract.id
        number = contract.number
        name = contract.name
        unit = contract.unit.description
        currency = contract.currency
        endsOn = contract.endsOn
        version = contract.version
        validFrom = contract.validFrom
        validTo = contract.validTo
        priceHoldDays = contract.priceHoldDays
        paymentTerms = contract.paymentTerms
        bestPrice = contract.isBestPrice
    }

    init(_ begun: ContractRecord) {
        id = begun.id
        number = begun.number
        name = begun.name
        unit = begun.unit.description
        currency = begun.currency
        endsOn = begun.endedOn
        (version, validFrom, validTo, priceHoldDays, paymentTerms, bestPrice) = (nil, nil, nil, nil, nil, nil)
    }
}
