import Kernel

extension ProductSelector {
    /// As a column of several has it: `product:NB-100`.
    var stored: String { "\(kind):\(value)" }

    init?(stored text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(kind: String(parts[0]), value: String(parts[1]))
    }

    func speaks(of product: Product) -> Bool {
        switch self {
        case .product(let sku): product.sku == sku
        case .category(let prefix): product.category?.hasPrefix(prefix) == true
        case .manufacturer(let name): product.manufacturer == name
        case .everything: true
        }
    }
}

extension ContractNames {
    /// What selectors name.
    init(_ selectors: some Sequence<ProductSelector>) {
        self.init()
        for selector in selectors {
            switch selector {
            case .product(let sku): skus.insert(sku)
            case .category: selector.written.map { _ = categories.insert($0) }
            case .manufacturer(let name): manufacturers.insert(name)
            case .everything: break
            }
        }
    }

    /// What is wrong with a selector where these are the names that there are.
    func fault(with selector: ProductSelector, at pointer: String) -> Fault? {
        let written = selector.written ?? ""
        return switch selector {
        case .product(let sku) where !skus.contains(sku):
            Fault(pointer, "unknownProduct", "The catalog has no product \(sku).")
        case .category where !categories.contains(written):
            Fault(pointer, "unknownCategory", "The catalog has no category \(written).")
        case .manufacturer(let name) where !manufacturers.contains(name):
            Fault(pointer, "unknownManufacturer", "The catalog has nothing made by \(name).")
        default: nil
        }
    }
}
