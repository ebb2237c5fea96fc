import Foundation
import Kernel
import PurveyorTesting
import Testing

@testable import Catalog

/// Rule 20 for the contract catalog, over generated contracts, products and filters: the list, its count, its facets and the price function
/// say the same.
@Suite struct CatalogListPropertyTests {
    private func overShops(_ count: Int, _ body: (CatalogShop, inout SeededRandom, Comment) throws -> Void) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for round in 1...count { try body(CatalogShop(&random), &random, "seed \(seed), shop \(round)") }
    }

    @Test func `a list has what the price function holds and the filter admits, each once, however it is paged and sorted`() throws {
        var seen = 0
        try overShops(150) { shop, random, comment in
            for sort in CatalogSort.allCases {
                let filter = shop.filter(&random)
                let plainly = try shop.plainly(filter)
                var (listed, after) = ([PricedProduct](), CatalogPosition?.none)
                repeat {
                    let page = try shop.page(CatalogWish(filter: filter, sort: sort, after: after, limit: 3))
                    #expect(page.total == plainly.count, comment)
                    listed += page.items
                    after = page.next
                } while after != nil && listed.count <= 40
                #expect(listed.map(\.product.sku).sorted() == plainly.keys.sorted(), comment)
                for item in listed { #expect(item.price == plainly[item.product.sku]?.price, comment) }
                #expect(isInOrder(listed, sort), "\(comment) \(sort)")
                seen += listed.count
            }
        }
        #expect(seen > 1000, "the generator has become too tame")
    }

    @Test func `a facet counts what the list has when its value is chosen instead, and counts all of them`() throws {
        var seen = 0
        try overShops(100) { shop, random, comment in
            let filter = shop.filter(&random)
            let facets = try #require(try shop.page(CatalogWish(filter: filter, facets: .all)).facets)
            func expect(_ count: Int, _ change: (inout CatalogFilter) -> Void) throws {
                var other = filter
                change(&other)
                #expect(try shop.plainly(other).count == count, comment)
                #expect(try shop.page(CatalogWish(filter: other)).total == count, comment)
                seen += count
            }
            for category in facets.categories ?? [] {
                try expect(category.count) { $0.categories = [ProductSelector.prefix(ofCategory: category.code)] }
            }
            for maker in facets.manufacturers ?? [] { try expect(maker.count) { $0.manufacturers = [maker.name] } }
            for attribute in facets.attributes ?? [] {
                for value in attribute.values {
                    try expect(value.count) { $0.attributes[attribute.name] = [AttributeWish(value.value)] }
                }
            }
            let price = try #require(facets.price)
            for step in price.steps { try expect(step.count) { ($0.minPrice, $0.maxPrice) = (step.from, step.to) } }
            var open = filter
            (open.minPrice, open.maxPrice) = (nil, nil)
            let all = try shop.plainly(open).values
            #expect(price.onRequest == all.count { $0.price == nil }, comment)
            #expect(price.steps.reduce(0) { $0 + $1.count } == all.count { $0.price != nil }, comment)
            #expect(try Set((facets.manufacturers ?? []).map(\.name)) == makers(shop, filter), comment)
        }
        #expect(seen > 1000, "the generator has become too tame")
    }

    @Test func `a page begins behind the one before it, also when what that one ended with is gone`() throws {
        try overShops(60) { shop, random, comment in
            for sort in CatalogSort.allCases where sort != .relevance {
                let first = try shop.page(CatalogWish(sort: sort, limit: 4))
                guard let next = first.next, let last = first.items.last else { continue }
                let rest = try shop.page(CatalogWish(sort: sort, after: next, limit: 40)).items.map(\.product.sku)
                let rows = shop.rows.filter { $0.sku != last.product.sku }
                let without = CatalogIndex(stamp: shop.index.stamp, rows: rows, tree: shop.index.tree)
                let held = without.assortment(of: shop.market.list)
                let page = try without.page(
                    CatalogWish(sort: sort, after: next, limit: 40), of: held.indices.filter { held[$0] }, in: shop.market.list)
                #expect(page.items.map(\.product.sku) == rest, "\(comment) \(sort)")
            }
        }
    }

    @Test func `what a change touched is all that has to be read again`() throws {
        try overShops(40) { shop, random, comment in
            var other = SeededRandom(seed: random.next())
            let others = CatalogShop(&other).rows
            let count = Int.random(in: 0...7, using: &random)
            // Of each some price, name, category, maker, part number, attributes or day; sometimes one is new.
            let changed = shop.rows.prefix(count).map { $0.changed(as: others.randomElement(using: &random) ?? $0, &random) }
            let added = random.chance(20) ? [shop.rows[0].new] : []
            var renewed = shop.index
            for step in [Array(changed.prefix(3)), Array(changed.dropFirst(3)) + added] {
                renewed = renewed.changed(step, tree: shop.index.tree, at: shop.index.stamp)
            }
            let fresh = CatalogIndex(
                stamp: shop.index.stamp, rows: changed + shop.rows.dropFirst(count) + added, tree: shop.index.tree)
            #expect(renewed.codes.map(\.text) == fresh.codes.map(\.text) && renewed.listPrices == fresh.listPrices, comment)
            for row in fresh.rows { #expect(renewed.numbers.ordinal(of: Int32(row.number)) == fresh.ordinal(ofSKU: row.sku), comment) }
            for wish in [
                CatalogWish(sort: .price, facets: .all, limit: 40), CatalogWish(sort: .name, facets: .all, limit: 40),
                CatalogWish(sort: .nameDescending, limit: 40, language: "zh-CN"),
            ] {
                let held = renewed.assortment(of: shop.market.list)
                let candidates = held.indices.filter { held[$0] }
                let (left, right) = (
                    try renewed.page(wish, of: candidates, in: shop.market.list), try fresh.page(wish, of: candidates, in: shop.market.list)
                )
                #expect(left.items == right.items && left.facets == right.facets, comment)
            }
        }
    }

    @Test func `a category is counted with all below it and names what is above it, also where no product has that code`() throws {
        let codes = ["43000000", "43210000", "43211500", "43211503", "43211507", "44000000"]
        let tree = CategoryTree(nodes: codes.map { .init(code: $0, parent: nil, titles: ["en": "T\($0)"]) }, attributes: [])
        try overShops(60) { shop, random, comment in
            let index = CatalogIndex(stamp: shop.index.stamp, rows: shop.rows, tree: tree)
            let held = index.assortment(of: shop.market.list)
            let candidates = held.indices.filter { held[$0] }
            func page(_ wish: CatalogWish) throws -> CatalogPage { try index.page(wish, of: candidates, in: shop.market.list) }
            var filter = shop.filter(&random)
            let told = try #require(try page(CatalogWish(filter: filter, facets: .all)).facets?.categories)
            #expect(Set(told.map(\.code)).count == told.count && told.map(\.code) == told.map(\.code).sorted(), comment)
            for category in told {
                filter.categories = [ProductSelector.prefix(ofCategory: category.code)]
                #expect(try page(CatalogWish(filter: filter)).total == category.count && category.count > 0, comment)
                let above = UNSPSC.chain(category.code).dropFirst().first { code in told.contains { $0.code == code } }
                #expect(category.parent == above, comment)
            }
            filter.categories = []
            let all = try page(CatalogWish(filter: filter, limit: 40)).items.compactMap(\.product.category)
            let expected = Set(all).union(all.flatMap(UNSPSC.chain).filter(codes.contains))
            #expect(Set(told.map(\.code)) == expected, comment)
        }
    }

    private func makers(_ shop: CatalogShop, _ filter: CatalogFilter) throws -> Set<String> {
        var open = filter
        open.manufacturers = []
        return Set(try shop.plainly(open).values.compactMap(\.product.manufacturer))
    }

    private func isInOrder(_ items: [PricedProduct], _ sort: CatalogSort) -> Bool {
        zip(items, items.dropFirst()).allSatisfy { left, right in
            let (a, b) = (left.product, right.product)
            switch sort {
            case .sku, .relevance: return a.sku < b.sku
            case .name: return (a.name.lowercased(), a.sku) <= (b.name.lowercased(), b.sku)
            case .nameDescending: return (b.name.lowercased(), b.sku) <= (a.name.lowercased(), a.sku)
            case .price, .priceDescending:
                guard let low = left.price?.unitPrice.tenThousandths else { return right.price == nil }
                guard let high = right.price?.unitPrice.tenThousandths else { return true }
                return sort == .price ? low <= high : low >= high
            }
        }
    }
}

extension CatalogRow {
    /// One thing of it as another has it.
    fileprivate func changed(as other: CatalogRow, _ random: inout SeededRandom) -> CatalogRow {
        let which = Int.random(in: 0...6, using: &random)
        return copy(
            name: which == 0 ? other.name : name, translations: which == 0 ? other.translations : translations,
            manufacturer: which == 1 ? other.manufacturer : manufacturer,
            partNumber: which == 2 ? "P-\(other.sku)" : manufacturerPartNumber,
            category: which == 3 ? other.category : category, lifeCycle: which == 4 ? other.lifeCycle : lifeCycle,
            listPrices: which == 5 ? other.listPrices : listPrices, attributes: which == 6 ? other.attributes : attributes)
    }

    fileprivate var new: CatalogRow { copy(number: number + 1, sku: sku + "-NEW") }

    private func copy(
        number: Int? = nil, sku: String? = nil, name: String? = nil, translations: [String: String]? = nil, manufacturer: String? = nil,
        partNumber: String? = nil, category: String? = nil, lifeCycle: LifeCycle? = nil, listPrices: [Money]? = nil,
        attributes: [Attribute]? = nil
    ) -> CatalogRow {
        let row = CatalogRow(
            number: number ?? self.number, id: id, sku: sku ?? self.sku, kind: kind, name: name ?? self.name,
            translations: translations ?? self.translations, manufacturer: manufacturer ?? self.manufacturer,
            manufacturerPartNumber: partNumber ?? manufacturerPartNumber, category: category ?? self.category,
            unitOfMeasure: unitOfMeasure, leadTimeDays: leadTimeDays, lifeCycle: lifeCycle ?? self.lifeCycle, successor: successor)
        return row.with(listPrices: listPrices ?? self.listPrices, attributes: attributes ?? self.attributes)
    }
}
