import Kernel
import Testing

@testable import Exchange

@Suite struct ContractProposalTests {
    private static let pounds = Currency("GBP")!

    /// Purchases of one product, oldest first: quantity and price.
    private func purchases(_ bought: [(Int, String)], sku: String = "22423") -> [HistoryLine] {
        bought.enumerated().map { index, purchase in
            HistoryLine(
                line: index + 2, customer: "12346", country: "", document: "\(index)", isReturn: false, sku: sku, name: "",
                quantity: Quantity(purchase.0), unitPrice: Money(purchase.1, Self.pounds)!,
                placedAt: WallTime(asUTC: Instant(microseconds: Int64(index) * 86_400_000_000)))
        }
    }

    private func steps(_ bought: [(Int, String)]) -> [String] {
        ContractProposal(purchases(bought)).prices.flatMap(\.steps).map { "\($0.from) at \($0.unitPrice.amount)" }
    }

    @Test(arguments: [
        ([(6, "2.55")], ["0 at 2.55"]),
        ([(6, "2.55"), (2, "2.55"), (12, "2.55")], ["0 at 2.55"]),
        // larger for less: a tier from the least quantity that was bought at the lower price
        ([(6, "2.55"), (48, "2.10"), (12, "2.55"), (24, "2.10")], ["0 at 2.55", "24 at 2.10"]),
        ([(100, "1.00"), (10, "2.00"), (1, "3.00")], ["0 at 3.00", "10 at 2.00", "100 at 1.00"]),
        // the same quantity at another price is a change of the price: the latest counts
        ([(6, "2.55"), (6, "2.95")], ["0 at 2.95"]),
        // more for more is no tier
        ([(6, "2.55"), (12, "2.95")], ["0 at 2.95"]),
        // what is older than the change stays out, even where it would fit again
        ([(48, "2.10"), (6, "2.00"), (6, "2.55")], ["0 at 2.55"]),
    ])
    func `fixed prices and tiers are what was really paid`(bought: [(Int, String)], expected: [String]) {
        #expect(steps(bought) == expected)
    }

    @Test func `gifts, returns and charges make no price`() {
        let charge = purchases([(1, "18.00")], sku: "POST")
        #expect(ContractProposal(purchases([(1, "0.0")]) + charge).prices.isEmpty)
    }

    @Test func `prices stand by SKU`() {
        let proposal = ContractProposal(purchases([(1, "2.00")], sku: "84029G") + purchases([(1, "1.00")], sku: "22423"))
        #expect(proposal.prices.map(\.sku) == ["22423", "84029G"])
    }

    /// Seeded: the numbers of a linear congruential generator, printed by the argument.
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `a proposal gives the latest price back, and its prices fall where quantities rise`(seed: UInt64) throws {
        var state = seed
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        let bought = (0..<(1 + next(12))).map { _ in (1 + next(50), ["1.25", "1.65", "2.10", "2.55"][next(4)]) }
        let steps = try #require(ContractProposal(purchases(bought)).prices.first).steps
        let latest = try #require(bought.last)
        #expect(steps.last { $0.from <= Quantity(latest.0) }?.unitPrice == Money(latest.1, Self.pounds))
        #expect(steps.first?.from == Quantity(0))
        for (step, after) in zip(steps, steps.dropFirst()) {
            #expect(step.from < after.from)
            #expect(step.unitPrice.tenThousandths > after.unitPrice.tenThousandths)
        }
    }
}
