package import Kernel

/// All that a reader's wish has found, as it was at one moment: each product is priced when it is asked for, so that a list of any length
/// is written in little memory.
package struct PriceListExport: Sendable {
    let list: PriceList
    let index: CatalogIndex
    let ordinals: [Int]
    let language: ReadingLanguage

    package var count: Int { ordinals.count }
    package var currency: Currency { list.currency }

    /// What decides the whole content, besides the wish: another state has another mark.
    var mark: String {
        let contracts = list.contracts.map { "\($0.id) \($0.version) \($0.distance)" }.joined(separator: ",")
        return "\(index.stamp.change) \(index.stamp.stamp) \(list.on) \(list.currency) \(language.tags) \(contracts)"
    }

    package func products(_ places: Range<Int>) throws -> [PricedProduct] {
        try ordinals[places].compactMap { try index.priced($0, in: list, language: language) }
    }
}
