import FoundationEssentials
import Kernel
import Testing

@testable import Catalog

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

@Suite struct LifeCycleTests {
    private static func day(_ text: String) -> LocalDate { LocalDate(text) ?? LocalDate(daysSince1970: 0) }

    @Test(arguments: [
        (Product.Status.active, nil, nil, "2026-06-15", Product.Status.active),
        (.announced, nil, nil, "2026-06-15", .announced), (.announced, "2026-06-15", nil, "2026-06-14", .announced),
        (.announced, "2026-06-15", nil, "2026-06-15", .active), (.active, "2026-06-16", nil, "2026-06-15", .announced),
        (.active, nil, "2026-06-15", "2026-06-15", .lastBuy), (.active, nil, "2026-06-15", "2026-06-16", .ended),
        (.lastBuy, nil, nil, "2026-06-15", .lastBuy), (.ended, "2026-01-01", "2027-01-01", "2026-06-15", .ended),
    ])
    func `where a product stands follows from the day`(
        _ stated: Product.Status, _ from: String?, _ until: String?, _ day: String, _ status: Product.Status
    ) {
        let life = LifeCycle(stated: stated, availableFrom: from.map(Self.day), lastBuyUntil: until.map(Self.day))
        #expect(life.status(on: Self.day(day)) == status)
    }
}

@Suite struct SearchWordsTests {
    @Test func `a text comes apart at what separates words, Chinese in pairs of neighbours`() {
        let words = SearchWords("The 13.3\" Slate/Pro, 笔记本 A 纸")
        #expect(words.words == ["13.3", "slate", "pro"])
        #expect(words.han == ["笔记", "记本", "纸"])
    }

    @Test(arguments: [
        ("notbook", "notebook", true), ("moniotr", "monitor", true), ("moues", "mouse", true), ("thikpad", "thinkpad", true),
        ("mouse", "house", true), ("desk", "dusty", false), ("printer", "pointer", true), ("battery", "lottery", false),
    ])
    func `a misspelling is a letter away, two in a long word`(_ word: String, _ other: String, _ isNear: Bool) {
        #expect(SearchWords.isNear(word, other) == isNear)
    }
}
