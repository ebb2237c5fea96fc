import Catalog
import Foundation
import Kernel

@testable import Quotes

extension Instant {
    static let start = Instant(microseconds: 0)
    static let later = Instant(microseconds: 1_000_000)
}

extension Quote {
    private static let id = QuoteID(UUID())
    private static let unit = ID<Any>(UUID()).uuid

    static func sample(_ state: State) -> Quote {
        let euro = Currency("EUR")!
        return Quote(
            id: id, number: DocumentNumber(.quote, 1), name: "Sample", state: state, revision: 1, version: 1, unit: ID(unit),
            requester: ID(unit), requesterPerson: ID(unit), requesterName: "Ana", editors: [], enteredBy: nil, currency: euro,
            poNumber: nil,
            notes: nil, plan: nil, priceHoldUntil: nil, createdAt: .start, updatedAt: .start, lines: [], total: .zero(euro))
    }
}

extension QuoteLine {
    static func sample(_ position: Int, total: Money) -> QuoteLine {
        QuoteLine(
            position: position, product: ID(UUID()), sku: "SKU-\(position)", name: "Line", unitOfMeasure: "H87", quantity: .one,
            unitPrice: total, lineTotal: total, contract: nil, contractVersion: nil, receipt: "{}")
    }
}
