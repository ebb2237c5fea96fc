import Kernel

/// What a line asks for, as there is.
enum LineItem {
    case product(Product)
    case configured(ConfiguredSet)

    /// What it asks for of each product; nothing where that is more than can be stored.
    func demand(_ quantity: Quantity) -> [(product: Product, quantity: Quantity)] {
        switch self {
        case .product(let product): [(product, quantity)]
        case .configured(let set): (try? set.demand(quantity)) ?? []
        }
    }
}

/// Why a line has no price.
package enum LineFlaw: Error, Sendable, Equatable {
    /// Outside the assortment.
    case unknown
    /// Not in force for the unit.
    case unknownConfiguration
    /// What the configuration is built on is outside the assortment.
    case notAvailable
    /// Every violation of what was chosen, and whether the sets are a whole number.
    case selection([ConfigurationViolation], isWhole: Bool)
    /// Unit price times quantity cannot be stored exactly.
    case tooLarge
}

/// The products and configurations that the lines of a document name.
struct LineItems {
    private let list: PriceList
    private let products: [String: Product]
    private let configurations: [ConfigurationKey: StandardConfiguration]

    init(list: PriceList, products: [String: Product], configurations: [StandardConfiguration]) {
        self.list = list
        self.products = products
        self.configurations = Dictionary(
            configurations.flatMap { [(.id($0.id), $0), (.number($0.number), $0)] }, uniquingKeysWith: { first, _ in first })
    }

    func item(_ line: LineRequest) -> Result<LineItem, LineFlaw> {
        switch line.item {
        case .product(let sku): products[sku].map { .success(.product($0)) } ?? .failure(.unknown)
        case .configuration(let key, let selection): configured(key, selection, sets: line.quantity)
        }
    }

    private func configured(
        _ key: ConfigurationKey, _ selection: ConfigurationSelection, sets: Quantity
    ) -> Result<LineItem, LineFlaw> {
        guard let configuration = configurations[key] else { return .failure(.unknownConfiguration) }
        guard let base = products[configuration.content.base], list.holds(base) else { return .failure(.notAvailable) }
        let check = list.check(selection, of: configuration, products: products)
        guard check.violations.isEmpty, sets.isWhole, let set = ConfiguredSet(configuration, check.parts, products: products) else {
            return .failure(.selection(check.violations, isWhole: sets.isWhole))
        }
        return .success(.configured(set))
    }
}
