import Accounts
import ArgumentParser
import Catalog
import Kernel

/// The price function by itself: no database, no request.
struct BenchPricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices", abstract: "Price products in the process: three contracts in force, rules that count lines together.")

    @Option(help: "How many products.")
    var products = 10_000

    @Option(help: "How many rules each contract has.")
    var rules = 500

    @Option(help: "How often each is measured; the median is told.")
    var rounds = 15

    func validate() throws {
        guard products > 0, rules > 0, rounds > 0 else { throw ValidationError("all of these are at least 1") }
    }

    func run() throws {
        guard let market = BenchMarket(products: products, rules: rules) else { throw BenchFailure("no market can be made") }
        let (list, shelf) = (market.list, market.products)
        var sum: Int64 = 0
        let measured: [(name: String, milliseconds: Double)] = [
            (
                "prices",
                try median {
                    for product in shelf {
                        if case .price(let price) = try list.price(of: product, quantity: .one) { sum &+= price.lineTotal.tenThousandths }
                    }
                }
            ),
            (
                "prices with receipts and digests",
                try median {
                    for product in shelf {
                        if case .price(let price) = try list.price(of: product, quantity: .one) {
                            sum &+= Int64(try price.receipt.digest().bytes[0])
                        }
                    }
                }
            ),
            (
                "one document of all of them",
                try median {
                    let lines = shelf.map { (product: $0, quantity: Quantity.one) }
                    let volumes = CumulativeVolumes(of: lines, in: list)
                    for line in lines {
                        if case .price(let price) = try list.price(of: line.product, quantity: line.quantity, among: volumes) {
                            sum &+= price.lineTotal.tenThousandths
                        }
                    }
                }
            ),
            ("ladders", try median { for product in shelf { sum &+= Int64(try list.ladder(of: product)?.steps.count ?? 0) } }),
        ]
        for (name, milliseconds) in measured {
            let each = milliseconds * 1000 / Double(shelf.count)
            print("\(name.padded(to: 36))\(milliseconds.text(1)) ms for \(shelf.count), \(each.text(2)) µs each")
        }
        // What is never used might never be computed.
        if sum == .min { print(sum) }
    }

    private func median(_ body: () throws -> Void) rethrows -> Double {
        var times: [Double] = []
        for _ in 1...rounds {
            let start = ContinuousClock.now
            try body()
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        return times.sorted()[times.count / 2]
    }
}

/// Products and contracts as large customers have them, the same at every run.
private struct BenchMarket {
    let products: [Product]
    let list: PriceList

    init?(products count: Int, rules: Int) {
        guard let currency = Currency("EUR"), let day = LocalDate("2026-06-15") else { return nil }
        products = (0..<count).map { Self.product($0, currency) }
        var contracts: [Contract] = []
        var books: [PriceBook] = []
        for number in 1...3 {
            let contract = Contract(
                id: World.live.newID(), number: "C-\(number)", name: "Framework agreement \(number)", unit: World.live.newID(),
                distance: number / 2,
                currency: currency, version: 1, validFrom: day, validTo: nil, priceHoldDays: 30, paymentTerms: "30 days net",
                isBestPrice: number == 3)
            let spoken = (1...rules).compactMap { Self.rule($0, of: rules, among: count, currency) }
            contracts.append(contract)
            books.append(
                PriceBook(
                    contract.key, rules: spoken,
                    assortment: [
                        AssortmentRule(effect: .include, selector: .everything),
                        AssortmentRule(effect: .exclude, selector: .category(prefix: "4399")),
                    ]))
        }
        list = PriceList(on: day, currency: currency, contracts: contracts, books: books)
    }

    private static func product(_ index: Int, _ currency: Currency) -> Product {
        Product(
            id: World.live.newID(), sku: "SKU-\(index)", kind: .item, name: "Product \(index)", description: nil,
            manufacturer: "Maker \(index % 40)", manufacturerPartNumber: nil, category: "43\(10 + index % 30)\(10 + index % 17)03",
            categoryTitle: nil, unitOfMeasure: "H87", leadTimeDays: nil, status: .active, successor: nil, attributes: "{}",
            listPrice: index % 20 == 0 ? nil : Money(tenThousandths: Int64(index % 997 + 1) * 10_000, currency))
    }

    /// Mostly fixed prices, some discounts by category and manufacturer, one off everything.
    private static func rule(_ position: Int, of rules: Int, among products: Int, _ currency: Currency) -> PriceRule? {
        guard let five = Percentage("5"), let ten = Percentage("10") else { return nil }
        let discounts = [PriceRule.Tier(from: Quantity(0), value: .discount(five)), .init(from: Quantity(10), value: .discount(ten))]
        func discount(_ selector: ProductSelector) -> PriceRule {
            PriceRule(
                position: position, kind: .discount, selector: selector, priority: 0, isCumulative: position % 2 == 0, tiers: discounts)
        }
        if position == rules { return discount(.everything) }
        switch position % 10 {
        case 0: return discount(.category(prefix: "43\(10 + position % 30)"))
        case 1: return discount(.manufacturer("Maker \(position % 40)"))
        default:
            return PriceRule(
                position: position, kind: .fixed, selector: .product(sku: "SKU-\(position * max(1, products / rules) % products)"),
                priority: 0,
                tiers: [
                    .init(from: Quantity(0), value: .price(Money(tenThousandths: 990_000, currency))),
                    .init(from: Quantity(10), value: .price(Money(tenThousandths: 950_000, currency))),
                ])
        }
    }
}
