import Catalog
import Kernel

extension CatalogReader {
    /// Exactly one of a product, a category, a manufacturer and everything, each of which there must be.
    func readSelector(_ item: YAMLValue, product: String, alone: Bool = true) -> ProductSelector? {
        let names = [product, "category", "manufacturer", "everything"]
        if alone { guard item.hasMembers([], names) else { return nil } }
        guard names.count(where: { item[$0] != nil }) == 1 else {
            item.refuse("exactly one of \(names.joined(separator: ", ")) is needed")
            return nil
        }
        if let value = item[product] {
            guard let sku = value.sku else { return nil }
            if !hasProduct(sku) { value.refuse("no product has the SKU \(sku)") }
            return .product(sku: sku)
        }
        if let value = item["category"] {
            guard let code = value.unspsc else { return nil }
            if !hasCategory(code) { value.refuse("no category has the code \(code)") }
            return .category(prefix: ProductSelector.prefix(ofCategory: code))
        }
        if let value = item["manufacturer"] {
            guard let name = value.text else { return nil }
            if !hasManufacturer(name) { value.refuse("no product is made by \(name)") }
            return .manufacturer(name)
        }
        if item["everything"]?.flag == false { item["everything"]?.refuse("only true makes sense here") }
        return .everything
    }
}
