import Kernel

/// A product of the cast's catalog, and what ana's contract makes of it.
package struct CastProduct: Sendable {
    package let sku: String
    package let name: String
    package let category: String
    package let manufacturer: String
    /// In the cast's currency; nil is a price on request.
    package let listPrice: String?
    package var kind = "item"
    package var status = "active"
    package var leadTimeDays: Int? = 5
}

extension CastProduct {
    package static let notebooks = "43211503"
    package static let monitors = "43211902"
    package static let support = "81112200"

    package static let categories = [
        ("43000000", String?.none, "Information Technology Broadcasting and Telecommunications"),
        ("43210000", "43000000", "Computer Equipment and Accessories"),
        ("43211500", "43210000", "Computers"),
        (notebooks, "43211500", "Notebook computers"),
        ("43211900", "43210000", "Computer displays"),
        (monitors, "43211900", "Liquid crystal display LCD panels or monitors"),
        ("81000000", nil, "Engineering and Research and Technology Based Services"),
        ("81110000", "81000000", "Computer services"),
        (support, "81110000", "Software maintenance and support"),
    ]

    /// Twenty products of two manufacturers in three categories. `NB-190` is outside acme's assortment, `NB-180` has ended, `SV-360` has
    /// no price.
    package static let all: [CastProduct] = [
        notebook("NB-100", "Larkspur Slate 13", "Larkspur", "1199.00"),
        notebook("NB-110", "Larkspur Slate 14", "Larkspur", "1349.00"),
        notebook("NB-120", "Larkspur Slate 15", "Larkspur", "1499.00"),
        notebook("NB-130", "Larkspur Slate 16 Pro", "Larkspur", "2299.00"),
        notebook("NB-140", "Northwind Field 14", "Northwind", "999.00"),
        notebook("NB-150", "Northwind Field 15", "Northwind", "1099.00"),
        notebook("NB-160", "Northwind Tower Book 17", "Northwind", "2799.90"),
        notebook("NB-170", "Northwind Lite 12", "Northwind", "649.50"),
        notebook("NB-180", "Northwind Lite 11", "Northwind", "499.00", status: "ended"),
        notebook("NB-190", "Larkspur Arcade 17", "Larkspur", "3199.00"),
        monitor("MO-200", "Larkspur View 24", "Larkspur", "219.00"),
        monitor("MO-210", "Larkspur View 27", "Larkspur", "329.00"),
        monitor("MO-220", "Larkspur View 32", "Larkspur", "499.00"),
        monitor("MO-230", "Northwind Pane 24", "Northwind", "179.95"),
        monitor("MO-240", "Northwind Pane 27", "Northwind", "259.95"),
        monitor("MO-250", "Northwind Pane 34", "Northwind", "699.00"),
        service("SV-300", "Next-day repair, 3 years", "Larkspur", "129.00"),
        service("SV-310", "Next-day repair, 5 years", "Larkspur", "199.00"),
        service("SV-320", "Roll-out to the desk", "Northwind", "45.0050"),
        service("SV-360", "Migration project", "Northwind", nil),
    ]

    private static func notebook(
        _ sku: String, _ name: String, _ maker: String, _ price: String, status: String = "active"
    ) -> CastProduct {
        CastProduct(sku: sku, name: name, category: notebooks, manufacturer: maker, listPrice: price, status: status)
    }

    private static func monitor(_ sku: String, _ name: String, _ maker: String, _ price: String) -> CastProduct {
        CastProduct(sku: sku, name: name, category: monitors, manufacturer: maker, listPrice: price)
    }

    private static func service(_ sku: String, _ name: String, _ maker: String, _ price: String?) -> CastProduct {
        CastProduct(sku: sku, name: name, category: support, manufacturer: maker, listPrice: price, kind: "service", leadTimeDays: nil)
    }
}

/// A price rule of the cast's contract: the steps from a quantity, each a unit price or a percentage off list.
package struct CastPriceRule: Sendable {
    package enum Step: Sendable {
        case price(String, from: Int = 0)
        case discount(String, from: Int = 0)
    }

    package let selector: String
    package let value: String
    package let steps: [Step]

    package init(_ selector: String, _ value: String, _ steps: [Step]) {
        self.selector = selector
        self.value = value
        self.steps = steps
    }

    /// What acme has agreed. In this order, so `NB-100` at 10 costs 999.50 and `NB-140` costs 5 % less than list.
    package static let acme = [
        CastPriceRule("product", "NB-100", [.price("1040.00"), .price("999.50", from: 10), .price("940.1250", from: 50)]),
        CastPriceRule("product", "MO-200", [.price("189.9900")]),
        CastPriceRule("product", "NB-130", [.discount("15")]),
        CastPriceRule("category", "432119", [.discount("12.5"), .discount("15", from: 20)]),
        CastPriceRule("category", "4321", [.discount("5")]),
        CastPriceRule("manufacturer", "Larkspur", [.discount("8")]),
        CastPriceRule("everything", "", [.discount("2")]),
    ]

    package static let rival = [CastPriceRule("everything", "", [.discount("1")])]
}
