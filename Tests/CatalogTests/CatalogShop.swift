import Foundation
import Kernel
import PurveyorTesting

@testable import Catalog

/// A market with more products, as an instance has them in memory, and what a filter finds among them, counted as plainly as possible.
struct CatalogShop {
    let market: Market
    let index: CatalogIndex
    let rows: [CatalogRow]

    init(_ random: inout SeededRandom) {
        market = Market(&random)
        rows = (1...40).map { number in Self.row(number, &random) }.shuffled(using: &random)
        let stamp = CatalogStamp(change: 1, stamp: UUID())
        index = CatalogIndex(stamp: stamp, rows: rows, tree: CategoryTree(nodes: [], attributes: []))
    }

    private static func row(_ number: Int, _ random: inout SeededRandom) -> CatalogRow {
        let price: Money? =
            random.chance(75) ? Money(tenThousandths: .random(in: 10_000...2_000_000, using: &random), Market.dollar) : nil
        let day = Market.day.adding(days: .random(in: -2...2, using: &random))
        let bare = CatalogRow(
            number: number * 3, id: ID(UUID()), sku: "SKU-\(number)", kind: .item,
            name: ["Slate", "slate pro", "Field", "Lite"].randomElement(using: &random)!,
            translations: random.chance(30) ? ["zh-CN": ["笔记本", "显示器"].randomElement(using: &random)!] : [:],
            manufacturer: random.chance(90) ? ["Acer", "Brother", "Canon"].randomElement(using: &random) : nil,
            manufacturerPartNumber: nil,
            category: random.chance(90) ? ["43211500", "43211503", "43211507", "43220000"].randomElement(using: &random) : nil,
            unitOfMeasure: "H87", leadTimeDays: nil,
            lifeCycle: LifeCycle(
                stated: random.chance(90) ? .active : [.announced, .lastBuy, .ended].randomElement(using: &random)!,
                availableFrom: random.chance(15) ? day : nil, lastBuyUntil: random.chance(15) ? day.adding(days: 1) : nil),
            successor: nil)
        var attributes: [CatalogRow.Attribute] = []
        if random.chance(70) {
            attributes.append(.init(name: "memory", value: .number(Quantity([8, 16, 32].randomElement(using: &random)!), unit: "E34")))
        }
        if random.chance(60) {
            attributes.append(.init(name: "colour", value: .text(["grey", "black"].randomElement(using: &random)!)))
        }
        if random.chance(50) { attributes.append(.init(name: "touch", value: .flag(random.chance(50)))) }
        return bare.with(listPrices: price.map { [$0] } ?? [], attributes: attributes)
    }

    func filter(_ random: inout SeededRandom) -> CatalogFilter {
        var filter = CatalogFilter()
        if random.chance(30) { filter.categories = [["43", "432115", "43211503", "4322"].randomElement(using: &random)!] }
        if random.chance(30) { filter.manufacturers = random.chance(50) ? ["Acer", "Canon"] : ["Brother"] }
        if random.chance(30) {
            filter.attributes["memory"] = [AttributeWish(["16", "16..", "..16", "9..20"].randomElement(using: &random)!)]
        }
        if random.chance(20) { filter.attributes["touch"] = [AttributeWish("true")] }
        if random.chance(15) { filter.attributes["colour"] = [AttributeWish("grey"), AttributeWish("green")] }
        if random.chance(30) { filter.minPrice = Money(tenThousandths: .random(in: 0...1_500_000, using: &random), Market.dollar) }
        if random.chance(30) { filter.maxPrice = Money(tenThousandths: .random(in: 0...1_500_000, using: &random), Market.dollar) }
        return filter
    }

    func page(_ wish: CatalogWish) throws -> CatalogPage {
        let held = index.assortment(of: market.list)
        return try index.page(wish, of: held.indices.filter { held[$0] }, in: market.list)
    }

    /// What there is, by the price function alone, product by product.
    func plainly(_ filter: CatalogFilter) throws -> [String: PricedProduct] {
        var found: [String: PricedProduct] = [:]
        for row in rows {
            let product = Product(
                id: row.id, sku: row.sku, kind: .item, name: row.name, description: nil, manufacturer: row.manufacturer,
                manufacturerPartNumber: nil, category: row.category, categoryTitle: nil, unitOfMeasure: "H87", leadTimeDays: nil,
                status: row.lifeCycle.stated, successor: nil, attributes: "{}", listPrice: row.listPrices.first,
                availableFrom: row.lifeCycle.availableFrom, lastBuyUntil: row.lifeCycle.lastBuyUntil)
            guard let priced = try market.list.priced(product, quantity: .one), passes(row, priced, filter) else { continue }
            found[row.sku] = priced
        }
        return found
    }

    private func passes(_ row: CatalogRow, _ priced: PricedProduct, _ filter: CatalogFilter) -> Bool {
        if !filter.categories.isEmpty, !filter.categories.contains(where: { row.category?.hasPrefix($0) == true }) { return false }
        if !filter.manufacturers.isEmpty, !filter.manufacturers.contains(where: { row.manufacturer == $0 }) { return false }
        for (name, wishes) in filter.attributes {
            guard let value = row.attributes.first(where: { $0.name == name })?.value else { return false }
            guard wishes.contains(where: { admits($0, value) }) else { return false }
        }
        if filter.minPrice == nil, filter.maxPrice == nil { return true }
        guard let price = priced.price?.unitPrice.tenThousandths else { return false }
        return price >= filter.minPrice?.tenThousandths ?? 0 && price <= filter.maxPrice?.tenThousandths ?? .max
    }

    private func admits(_ wish: AttributeWish, _ value: AttributeValue) -> Bool {
        switch (wish, value) {
        case (.value(let text), .text(let other)): text == other
        case (.value(let text), .flag(let flag)): text == String(flag)
        case (.value(let text), .number(let number, _)): text == number.description
        case (.range(let from, let to), .number(let number, _)):
            (from ?? Quantity(0)) <= number && number <= (to ?? Quantity(1_000_000))
        default: false
        }
    }
}
