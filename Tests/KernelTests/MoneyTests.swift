import Foundation
import Kernel
import PurveyorTesting
import Testing

/// Compared with Foundation's Decimal, which is another implementation of exact decimals than ours.
@Suite struct MoneyTests {
    static let currencies = ["USD", "JPY", "KWD", "CLF"].compactMap(Currency.init)

    private func decimal(_ text: String) throws -> Decimal {
        try #require(Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")))
    }

    /// Half away from zero to `decimals` decimals.
    private func rounded(_ value: Decimal, _ decimals: Int) -> Decimal {
        var (from, result) = (value, Decimal())
        NSDecimalRound(&result, &from, decimals, .plain)
        return result
    }

    @Test(arguments: currencies)
    func `a line total is the exact product, rounded once, half away from zero, to the minor unit`(_ currency: Currency) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for round in 0..<5_000 {
            // Products that fit 64 bits and others that do not.
            let (long, wide) = round % 2 == 0 ? (13, 8) : (9, 7)
            let price = Money(tenThousandths: random.integer(digits: long), currency)
            let quantity = Quantity(thousandths: random.integer(digits: wide))
            guard let total = try? price.times(quantity) else { continue }
            let expected = rounded(try decimal(price.amount) * decimal(quantity.description), currency.minorUnitDecimals)
            #expect(try decimal(total.amount) == expected, "\(price) × \(quantity), seed \(seed)")
        }
    }

    @Test(arguments: [
        ("0.005", "USD", "0.01"), ("-0.005", "USD", "-0.01"), ("0.0049", "USD", "0.00"), ("2.5", "JPY", "3"), ("-2.5", "JPY", "-3"),
        ("0.0005", "KWD", "0.001"), ("1.2345", "CLF", "1.2345"), ("1.0050", "EUR", "1.01"),
    ])
    func `a half is rounded away from zero`(_ amount: String, _ code: String, _ expected: String) throws {
        let currency = try #require(Currency(code))
        let money = try #require(Money(amount, currency))
        #expect(try money.times(.one).amount == expected)
        #expect(try money.roundedToMinorUnit.amount == expected)
    }

    @Test func `rounding what is too large to be rounded throws and does not trap`() throws {
        let yen = Money(tenThousandths: .max, try #require(Currency("JPY")))
        #expect(throws: AmountOutOfRange.self) { try yen.roundedToMinorUnit }
        #expect(throws: AmountOutOfRange.self) { try yen.times(Quantity(thousandths: 2_000)) }
        #expect(throws: AmountOutOfRange.self) { try Money(tenThousandths: .min, yen.currency).times(Quantity(thousandths: .max)) }
    }

    @Test func `a discount leaves the exact rest, rounded half away from zero to four decimals`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<5_000 {
            let list = Money(tenThousandths: random.integer(digits: 15), Self.currencies[0])
            let discount = try #require(Percentage(tenThousandths: .random(in: 0...1_000_000, using: &random)))
            let share = (100 - (try decimal(discount.description))) / 100
            let expected = rounded(try decimal(list.amount) * share, 4)
            #expect(try decimal(list.reduced(by: discount).amount) == expected, "\(list) less \(discount) %, seed \(seed)")
        }
    }

    @Test func `an amount reads as it was written`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<5_000 {
            let currency = try #require(Self.currencies.randomElement(using: &random))
            let money = Money(tenThousandths: random.integer(digits: 18), currency)
            #expect(Money(money.amount, currency) == money, "seed \(seed)")
            let decimals = money.amount.split(separator: ".").dropFirst().first?.count ?? 0
            #expect(decimals >= currency.minorUnitDecimals && decimals <= 4, "\(money), seed \(seed)")
            #expect(try decimal(money.amount) * 10_000 == Decimal(money.tenThousandths), "seed \(seed)")
        }
        #expect(Money(tenThousandths: .min, Self.currencies[0]).amount == "-922337203685477.5808")
    }

    @Test(arguments: [
        "", "-", ".", "1.", ".5", "+1", "1,000", "1e3", "0x1", "1.00000", " 1", "1 ", "--1", "1.-5", "1..2", "１", "99999999999999999999",
        "NaN",
    ])
    func `what is not plain decimal text is not an amount`(_ text: String) throws {
        #expect(Money(text, Self.currencies[0]) == nil)
        #expect(Percentage(text) == nil)
        #expect(Quantity(text) == nil)
    }

    @Test func `nothing is added or compared across currencies`() throws {
        let (dollar, yen) = (Money.zero(Self.currencies[0]), Money.zero(Self.currencies[1]))
        #expect(throws: MoneyError.mixedCurrencies(dollar.currency, yen.currency)) { try dollar.adding(yen) }
        #expect(throws: MoneyError.mixedCurrencies(dollar.currency, yen.currency)) { try dollar.isLess(than: yen) }
        #expect(throws: MoneyError.outOfRange) {
            try Money(tenThousandths: .max, dollar.currency).adding(Money(tenThousandths: 1, dollar.currency))
        }
    }

    @Test func `an amount is text in JSON, never a number`() throws {
        let money = try #require(Money("1299.5", Self.currencies[0]))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(money), as: UTF8.self) == #"{"amount":"1299.50","currency":"USD"}"#)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Money.self, from: Data(#"{"amount":1299.5,"currency":"USD"}"#.utf8))
        }
    }

    @Test func `quantities and percentages read as they were written`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<5_000 {
            let quantity = Quantity(thousandths: random.integer(digits: 15))
            #expect(Quantity(quantity.description) == quantity, "seed \(seed)")
            #expect(try decimal(quantity.description) * 1000 == Decimal(quantity.thousandths), "seed \(seed)")
            let percentage = try #require(Percentage(tenThousandths: .random(in: 0...1_000_000, using: &random)))
            #expect(Percentage(percentage.description) == percentage, "seed \(seed)")
        }
        #expect(Quantity("1000000000000") == nil)
        #expect(Percentage("100.0001") == nil)
        #expect(Percentage("-0.0001") == nil)
        #expect(Percentage("100")?.tenThousandths == 1_000_000)
    }

    @Test func `a currency is its three letters, and has the decimals of its minor unit`() throws {
        let decimals = ["EUR": 2, "USD": 2, "JPY": 0, "ISK": 0, "KWD": 3, "TND": 3, "CLF": 4, "UYW": 4, "AAA": 2, "ZZZ": 2]
        for (code, expected) in decimals {
            let currency = try #require(Currency(code))
            #expect(currency.code == code && currency.description == code)
            #expect(currency.minorUnitDecimals == expected)
        }
        for text in ["", "EU", "EURO", "eur", "E1R", "EÜR", "€"] { #expect(Currency(text) == nil) }
        #expect(Currency("EUR") == Currency("EUR") && Currency("EUR") != Currency("EUS"))
    }
}
