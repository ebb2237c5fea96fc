package import Kernel
package import Postgres

/// The `numeric(19,4)` column of a money; its currency stands in the column after it.
package struct StoredAmount: Sendable, Hashable, PostgresEncodable, PostgresDecodable {
    package let tenThousandths: Int64

    package init(tenThousandths: Int64) {
        self.tenThousandths = tenThousandths
    }

    package static var postgresType: PostgresType { .numeric }
    package var postgresBytes: [UInt8] { PostgresNumeric(unscaled: tenThousandths, scale: 4).postgresBytes }

    package init(postgresBytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        tenThousandths = try PostgresNumeric(postgresBytes: postgresBytes, type: type).unscaled(atScale: 4)
    }
}

extension Money {
    /// What is bound for the amount's column: `VALUES (\(price.stored), \(price.currency))`.
    package var stored: StoredAmount { StoredAmount(tenThousandths: tenThousandths) }
}

extension Row {
    /// The next two columns, `amount numeric` and `currency char(3)`.
    package mutating func money() throws -> Money {
        let amount = try next(StoredAmount.self)
        return Money(tenThousandths: amount.tenThousandths, try next(Currency.self))
    }

    /// The next two columns, nil where the amount is NULL; the currency may then be anything.
    package mutating func optionalMoney() throws -> Money? {
        let amount = try next(StoredAmount?.self)
        let currency = try next(Currency?.self)
        guard let amount else { return nil }
        guard let currency else { throw StoredValueError.amountWithoutCurrency }
        return Money(tenThousandths: amount.tenThousandths, currency)
    }

    /// The next column as an amount in a currency that is known already: that of the row's document.
    package mutating func money(in currency: Currency) throws -> Money {
        Money(tenThousandths: try next(StoredAmount.self).tenThousandths, currency)
    }

    /// The next column, the number of a document of `kind`.
    package mutating func number(_ kind: DocumentNumber.Kind) throws -> DocumentNumber {
        DocumentNumber(kind, try next(Int.self))
    }
}
