import Accounts
import Foundation
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

@testable import Catalog

/// Rule 20 and rule 3 for what fits: over generated catalogs, contracts, fits and lists.
@Suite struct CompatiblePropertyTests {
    private static func selector(_ random: inout SeededRandom) -> ProductSelector {
        switch Int.random(in: 0...9, using: &random) {
        case 0...4: .product(sku: "SKU-\(Int.random(in: 1...40, using: &random))")
        case 5...6: .category(prefix: ["43", "432115", "43211503", "4322"].randomElement(using: &random)!)
        case 7...8: .manufacturer(["Acer", "Brother", "Canon"].randomElement(using: &random)!)
        default: .everything
        }
    }

    private static func selectors(_ random: inout SeededRandom) -> [ProductSelector] {
        (1...Int.random(in: 1...4, using: &random)).map { _ in selector(&random) }
    }

    private static func fit(_ number: Int, _ random: inout SeededRandom) -> ProductFit {
        ProductFit(
            key: "F-\(number)", products: selectors(&random), parts: selectors(&random),
            sameAttributes: random.chance(30) ? [["memory", "colour", "touch"].randomElement(using: &random)!] : [],
            warranty: random.chance(30) ? ProductFit.Warranty.allCases.randomElement(using: &random) : nil,
            isDisabled: random.chance(10))
    }

    private static func list(_ random: inout SeededRandom) -> PreApprovedList {
        let entries = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            PreApprovedList.Entry(
                selector(&random), from: random.chance(30) ? Market.day.adding(days: .random(in: -1...1, using: &random)) : nil,
                until: random.chance(30) ? Market.day.adding(days: .random(in: -1...1, using: &random)) : nil)
        }
        return PreApprovedList(unit: ID(UUID()), entries: entries, version: 1)
    }

    /// As plainly as it can be said.
    private func speaks(_ selector: ProductSelector, of row: CatalogRow) -> Bool {
        switch selector {
        case .product(let sku): row.sku == sku
        case .category(let prefix): row.category?.hasPrefix(prefix) == true
        case .manufacturer(let name): row.manufacturer == name
        case .everything: true
        }
    }

    @Test func `what is found is in the assortment, fits by a plain reading of what was said, and has the price function's price`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var seen = 0
        for round in 1...300 {
            let comment: Comment = "seed \(seed), round \(round)"
            let shop = CatalogShop(&random)
            let fits = (1...6).map { Self.fit($0, &random) }
            let list = random.chance(60) ? Self.list(&random) : nil
            let subject = try #require(shop.rows.randomElement(using: &random))
            let warranty: Bool? = random.chance(50) ? random.chance(50) : nil
            let wish = CompatibleWish(kind: nil, showsAll: random.chance(30))
            // What the statement does: those in use that speak of the product.
            let speaking = fits.filter { fit in !fit.isDisabled && fit.products.contains { speaks($0, of: subject) } }
            let compatibility = Compatibility(list: list, fits: speaking, wish: wish, isUnderWarranty: warranty)
            let held = shop.index.assortment(of: shop.market.list)
            let found = compatibility.found(for: subject.sku, in: shop.index, among: held, shop.market.list)

            let orderable = try shop.plainly(CatalogFilter())
            let plainly = shop.rows.filter { row in
                guard row.sku != subject.sku, orderable[row.sku] != nil else { return false }
                return speaking.contains { fit in
                    fit.parts.contains { speaks($0, of: row) }
                        && fit.sameAttributes.allSatisfy { name in
                            let (own, other) = (
                                row.attributes.first { $0.name == name }, subject.attributes.first { $0.name == name }
                            )
                            return own != nil && own == other
                        }
                        && (warranty == nil || fit.warranty == nil || (fit.warranty == .inForce) == warranty)
                } && (list == nil || wish.showsAll || isApproved(row, list))
            }
            #expect(Set(found.keys.map { shop.index.rows[$0].sku }) == Set(plainly.map(\.sku)), comment)
            for (ordinal, fit) in found { #expect(fit.isPreApproved == list.map { isApproved(shop.index.rows[ordinal], $0) }, comment) }
            let page = try shop.index.page(CatalogWish(limit: 40), of: found.keys.sorted(), in: shop.market.list)
            for item in page.items { #expect(item.price == orderable[item.product.sku]?.price, comment) }
            seen += found.count
        }
        #expect(seen > 500, "the generator has become too tame")
    }

    private func isApproved(_ row: CatalogRow, _ list: PreApprovedList?) -> Bool {
        (list?.entries ?? []).contains { entry in
            speaks(entry.selector, of: row) && (entry.from.map { $0 <= Market.day } ?? true)
                && (entry.until.map { Market.day <= $0 } ?? true)
        }
    }

    @Test(.database) func `over HTTP all fits that speak of a product answer for it, and no other, each part at the price of its page`()
        async throws
    {
        let app = try await TestApp.open()
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        let (ana, all) = (app.by(app.cast.ana), CastProduct.all)
        func selector(_ product: CastProduct) -> ProductSelector {
            switch Int.random(in: 0...3, using: &random) {
            case 0...1: .product(sku: product.sku)
            case 2: .category(prefix: ProductSelector.prefix(ofCategory: product.category))
            default: .manufacturer(product.manufacturer)
            }
        }
        func speaks(_ selector: ProductSelector, of product: CastProduct) -> Bool {
            switch selector {
            case .product(let sku): product.sku == sku
            case .category(let prefix): product.category.hasPrefix(prefix)
            case .manufacturer(let name): product.manufacturer == name
            case .everything: true
            }
        }
        let fits = (1...8).map { number in
            ProductFit(key: "F-\(number)", products: [selector(all.randomElement(using: &random)!)], parts: [selector(all[number * 2])])
        }
        for query in try FitQueries.save(fits.map { ($0, 1) }, at: app.clock.now) { try await app.database.owner.query(query) }
        let orderable = all.filter { $0.status == "active" && $0.sku != "NB-190" }
        for product in all where product.sku != "NB-190" {
            let answer = try await ana.get(app.path("/catalog/\(product.sku)/compatible?limit=50"))
            let expected = orderable.filter { part in
                part.sku != product.sku
                    && fits.contains { fit in
                        fit.products.contains { speaks($0, of: product) } && fit.parts.contains { speaks($0, of: part) }
                    }
            }
            let items = answer.json?["items"]?.items ?? []
            #expect(items.compactMap { $0["sku"]?.text } == expected.map(\.sku).sorted(), "seed \(seed) \(product.sku)")
            for item in items.prefix(3) {
                let sku = try #require(item["sku"]?.text)
                let price = try await ana.get(app.path("/catalog/\(sku)/price"))
                #expect(item["price"] == price.json?["unitPrice"], "seed \(seed) \(sku)")
            }
        }
    }
}
