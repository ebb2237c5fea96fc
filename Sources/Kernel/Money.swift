/// An exact amount in one currency, up to four decimals. Unit prices use all four; totals are rounded to the currency's minor unit.
package struct Money: Hashable, Sendable {
    /// The amount in ten-thousandths of the currency's main unit.
    package let tenThousandths: Int64
    package let currency: Currency

    package init(tenThousandths: Int64, _ currency: Currency) {
        self.tenThousandths = tenThousandths
        self.currency = currency
    }

    /// Nil unless `amount` is plain decimal text with at most four decimals that fits `numeric(19,4)`.
    package init?(_ amount: some StringProtocol, _ currency: Currency) {
        guard let value = FixedPoint.parse(amount, scale: 4) else { return nil }
        self.init(tenThousandths: value, currency)
    }

    package static func zero(_ currency: Currency) -> Money { Money(tenThousandths: 0, currency) }

    /// Decimal text with at least the minor unit's decimals: `1299.00`, `0.0125`.
    package var amount: String { FixedPoint.format(tenThousandths, scale: 4, atLeast: currency.minorUnitDecimals) }

    /// Rounded once, half away from zero, to the currency's minor unit (product.md rule 1).
    package var roundedToMinorUnit: Money {
        get throws(AmountOutOfRange) { try times(.one) }
    }

    /// The line total: unit price times quantity, rounded once to the minor unit.
    /// - Throws: `AmountOutOfRange`.
    package func times(_ quantity: Quantity) throws(AmountOutOfRange) -> Money {
        let step = currency.minorUnit
        let (product, overflow) = tenThousandths.multipliedReportingOverflow(by: quantity.thousandths)
        guard overflow else { return Money(tenThousandths: FixedPoint.divide(product, by: 1000 * step) * step, currency) }
        let wide = Int128(tenThousandths) * Int128(quantity.thousandths)
        return try Money(exactly: FixedPoint.divide(wide, by: 1000 * Int128(step)) * Int128(step), currency)
    }

    /// What so much of it adds to a unit price: rounded half away from zero to four decimals, not to the minor unit.
    package func unitPrice(of quantity: Quantity) throws(AmountOutOfRange) -> Money {
        try Money(exactly: FixedPoint.divide(Int128(tenThousandths) * Int128(quantity.thousandths), by: 1000), currency)
    }

    /// This unit price less `discount`, rounded half away from zero to four decimals.
    package func reduced(by discount: Percentage) throws(AmountOutOfRange) -> Money {
        let rest = 1_000_000 - Int64(discount.tenThousandths)
        let (product, overflow) = tenThousandths.multipliedReportingOverflow(by: rest)
        guard overflow else { return Money(tenThousandths: FixedPoint.divide(product, by: 1_000_000), currency) }
        return try Money(exactly: FixedPoint.divide(Int128(tenThousandths) * Int128(rest), by: 1_000_000), currency)
    }

    /// The least price that is one: what costs nothing is said to be cost-free, and is no discount.
    package static func leastPrice(_ currency: Currency) -> Money { Money(tenThousandths: 1, currency) }

    /// This list price less `discount`: rounded, but nothing only where all of it is taken off.
    package func discounted(by discount: Percentage) throws(AmountOutOfRange) -> Money {
        let rest = try reduced(by: discount)
        guard rest.tenThousandths == 0, tenThousandths > 0, discount.tenThousandths < 1_000_000 else { return rest }
        return .leastPrice(currency)
    }

    /// - Throws: `MoneyError.mixedCurrencies` (product.md rule 2), `MoneyError.outOfRange`.
    package func adding(_ other: Money) throws(MoneyError) -> Money {
        guard currency == other.currency else { throw .mixedCurrencies(currency, other.currency) }
        let (sum, overflow) = tenThousandths.addingReportingOverflow(other.tenThousandths)
        guard !overflow else { throw .outOfRange }
        return Money(tenThousandths: sum, currency)
    }

    /// Whether this is less than `other`.
    /// - Throws: `MoneyError.mixedCurrencies`: nothing is compared across currencies (product.md rule 2).
    package func isLess(than other: Money) throws(MoneyError) -> Bool {
        guard currency == other.currency else { throw .mixedCurrencies(currency, other.currency) }
        return tenThousandths < other.tenThousandths
    }

    package var negated: Money { Money(tenThousandths: -tenThousandths, currency) }

    private init(exactly value: Int128, _ currency: Currency) throws(AmountOutOfRange) {
        // numeric(19,4) holds 15 digits before the point; Int64 holds a little less.
        guard let amount = Int64(exactly: value) else { throw AmountOutOfRange() }
        self.init(tenThousandths: amount, currency)
    }
}

extension Currency {
    /// In ten-thousandths of the main unit.
    var minorUnit: Int64 {
        switch minorUnitDecimals {
        case 0: 10_000
        case 1: 1000
        case 2: 100
        case 3: 10
        default: 1
        }
    }
}

package enum MoneyError: Error, Equatable {
    case mixedCurrencies(Currency, Currency)
    case outOfRange
}

extension Money: CustomStringConvertible {
    package var description: String { "\(amount) \(currency)" }
}

/// `{"amount": "1299.00", "currency": "USD"}` (api.md, Money).
extension Money: Codable {
    private enum CodingKeys: String, CodingKey { case amount, currency }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let currency = try container.decode(Currency.self, forKey: .currency)
        guard let money = Money(try container.decode(String.self, forKey: .amount), currency) else {
            throw DecodingError.dataCorruptedError(forKey: .amount, in: container, debugDescription: "not an amount")
        }
        self = money
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(amount, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
}
