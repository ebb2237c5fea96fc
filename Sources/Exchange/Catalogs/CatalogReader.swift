import Accounts
import Catalog
import Kernel

/// Makes values of what the files say, in the order in which one needs the other: staff and categories, products, accounts.
/// Catalogs/README.md describes the files.
struct CatalogReader {
    let faults: YAMLValue.Faults
    var catalog = SupplierCatalog()
    /// By name.
    var definitions: [String: AttributeDefinition] = [:]

    var skus: Set<String> { catalog.named.skus }
    var categoryCodes: Set<String> { catalog.named.categories }
    var manufacturers: Set<String> { catalog.named.manufacturers }

    init(faults: YAMLValue.Faults) {
        self.faults = faults
    }

    mutating func readSupplier(_ root: YAMLValue) {
        guard root.hasMembers(["supplier", "staff"]) else { return }
        root["supplier"]?.hasMembers(["slug", "name", "currencies", "languages"])
        for item in root["staff"]?.items ?? [] where item.hasMembers(["email", "name"], ["title"]) {
            guard let email = item["email"]?.email, let name = item["name"]?.text else { continue }
            if catalog.staff.contains(where: { $0.email == email }) { item["email"]?.refuse("\(email) is there already") }
            catalog.staff.append(.init(email: email, name: name, title: item["title"]?.text ?? "Staff"))
        }
    }

    mutating func readCategories(_ root: YAMLValue) {
        guard root.hasMembers(["categories"]) else { return }
        for item in root["categories"]?.items ?? [] {
            guard item.hasMembers([], ["code", "title", "parent", "keywords", "attributes"]) else { continue }
            var form = CatalogForm(item)
            form.category(item)
            if let code = form.said("code"), !catalog.named.categories.insert(code).inserted {
                item["code"]?.refuse("\(code) is there already")
            }
            guard let said = form.readCategory(faults) else { continue }
            for definition in said.draft.attributes { definitions[definition.name] = definition }
            catalog.categories.append(.init(said: said, places: form.places))
        }
    }

    mutating func readProducts(_ root: YAMLValue) {
        guard root.hasMembers(["products"]) else { return }
        for item in root["products"]?.items ?? [] {
            guard item.hasMembers([], CatalogForm.productMembers) else { continue }
            var form = CatalogForm(item)
            form.product(item)
            if let sku = form.said("sku") { catalog.named.skus.insert(sku) }
            if let manufacturer = form.said("manufacturer") { catalog.named.manufacturers.insert(manufacturer) }
            guard let said = form.readProduct(faults) else { continue }
            catalog.products.append(.init(said: said, places: form.places))
        }
    }
}
