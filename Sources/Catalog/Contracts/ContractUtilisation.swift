package import Kernel

/// How far the customer has come with what the version in force on a day says of commitments and rebates, read from the orders under the
/// contract in the period that holds the day. Nothing of it is stored.
package struct ContractUtilisation: Sendable, Equatable {
    /// What was ordered and kept of what is asked for, in the contract's currency.
    package struct Purchases: Sendable, Equatable {
        package struct Volume: Sendable, Equatable {
            package let unitOfMeasure: String
            package let quantity: Quantity
        }

        package let revenue: Money
        /// One for each unit of measure, in the order of their codes.
        package let volumes: [Volume]
    }

    /// A selector and days that orders are asked for.
    struct Window: Sendable, Equatable {
        let days: DaySpan
        let selector: ProductSelector
    }

    package struct Commitment: Sendable, Equatable {
        package let agreed: ContractContent.Commitment
        package let days: DaySpan
        package let ordered: Purchases

        /// What counts towards a promised volume; nil where a revenue was promised.
        package var volume: Quantity? {
            guard agreed.volume != nil else { return nil }
            let counted = ordered.volumes.filter { agreed.counts($0.unitOfMeasure) }
            return Quantity(thousandths: counted.reduce(0) { $0 + $1.quantity.thousandths })
        }

        /// In hundredths of a percent, rounded down: what is not reached never reads as reached.
        package var hundredths: Int {
            let (got, wanted) =
                agreed.revenue.map { (ordered.revenue.tenThousandths, $0.tenThousandths) }
                ?? (volume?.thousandths ?? 0, agreed.volume?.thousandths ?? 0)
            guard wanted > 0 else { return 10_000 }
            return Int(clamping: max(0, Int128(got) * 10_000 / Int128(wanted)))
        }

        package var isFulfilled: Bool { hundredths >= 10_000 }
    }

    package struct Rebate: Sendable, Equatable {
        package let agreed: ContractContent.Rebate
        package let days: DaySpan
        package let revenue: Money

        /// The step that the period's revenue has reached; nil below the first.
        package var reached: ContractContent.Rebate.Step? { agreed.tiers.last { $0.from.tenThousandths <= revenue.tenThousandths } }
        package var next: ContractContent.Rebate.Step? { agreed.tiers.first { $0.from.tenThousandths > revenue.tenThousandths } }
        package var missing: Money? {
            next.map { Money(tenThousandths: $0.from.tenThousandths - revenue.tenThousandths, revenue.currency) }
        }

        /// What is given back if the period ended with this: the reached step's share of its whole revenue.
        package var earned: Money {
            get throws(AmountOutOfRange) {
                guard let percent = reached.flatMap({ Percentage($0.percent) }) else { return .zero(revenue.currency) }
                let rest = try revenue.reduced(by: percent)
                return try Money(tenThousandths: revenue.tenThousandths - rest.tenThousandths, revenue.currency).roundedToMinorUnit
            }
        }
    }

    package let record: ContractRecord
    package let version: Int
    package let on: LocalDate
    package let commitments: [Commitment]
    package let rebates: [Rebate]

    /// What has to be asked for: the commitments' windows, then the rebates'.
    /// - Parameter days: of the contract, by which its periods are counted.
    static func windows(of content: ContractContent, on day: LocalDate, in days: DaySpan) -> [Window] {
        content.commitments.map { commitment in
            Window(
                days: commitment.period.span(holding: day, in: days),
                selector: ProductSelector(named: commitment.selector, commitment.value) ?? .everything)
        } + content.rebates.map { Window(days: $0.period.span(holding: day, in: days), selector: .everything) }
    }

    /// - Parameter purchases: one for each of `windows`.
    init(
        _ record: ContractRecord, version: Int, _ content: ContractContent, on day: LocalDate, windows: [Window], purchases: [Purchases]
    ) {
        self.record = record
        self.version = version
        on = day
        let measured = Array(zip(windows, purchases))
        commitments = zip(content.commitments, measured).map { Commitment(agreed: $0, days: $1.0.days, ordered: $1.1) }
        rebates = zip(content.rebates, measured.dropFirst(content.commitments.count)).map {
            Rebate(agreed: $0, days: $1.0.days, revenue: $1.1.revenue)
        }
    }
}
