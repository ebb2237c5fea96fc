import Catalog
import FoundationEssentials
import Kernel
import Testing

@Suite struct ProductTests {
    @Test(arguments: [
        ("H87", true), ("EA", true), ("C62", true), ("PR", true), ("SET", true), ("XBX", true), ("XPK", true),
        ("X1", false), ("MTR", false), ("HUR", false), ("KGM", false), ("MON", false),
    ])
    func `pieces, pairs, sets and packages are counted, measures are not`(_ unit: String, _ isCounted: Bool) {
        let product = Product(
            id: ProductID(.init()), sku: "A-1", kind: .item, name: "A", description: nil, manufacturer: nil, manufacturerPartNumber: nil,
            category: nil, categoryTitle: nil, unitOfMeasure: unit, leadTimeDays: nil, status: .active, successor: nil, attributes: "{}",
            listPrice: nil)
        #expect(product.isCounted == isCounted)
    }
}
