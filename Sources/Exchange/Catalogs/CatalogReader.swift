import Accounts
import Catalog
import Kernel

/// Makes values of what the files say, in the order in which one needs the other: staff and categories, products, accounts.
/// Catalogs/README.md describes the files.
struct CatalogReader {
    let faults: YAMLValue.Faults
    /// What the master catalog has of the words of the files.
    let known: KnownCatalog
    /// Addresses of the supplier's people who are there already.
    let staff: Set<String>
    var catalog = SupplierCatalog()
    var fitKeys: Set<String> = []
    /// Of contracts and configurations of an account that is not said.
    private(set) var agreedNumbers: Set<String> = []
    /// By name.
    var definitions: [String: AttributeDefinition] = [:]

    init(faults: YAMLValue.Faults, known: KnownCatalog, staff: Set<String>) {
        self.faults = faults
        self.known = known
        self.staff = staff
    }

    /// Whether nothing had this name before.
    mutating func isNew(agreed name: String) -> Bool { agreedNumbers.insert(name).inserted }

    func hasProduct(_ sku: String) -> Bool { catalog.named.skus.contains(sku) || known.names.skus.contains(sku) }
    func hasCategory(_ code: String) -> Bool { catalog.named.categories.contains(code) || known.names.categories.contains(code) }
    func hasManufacturer(_ name: String) -> Bool {
        catalog.named.manufacturers.contains(name) || known.names.manufacturers.contains(name)
    }
    func hasAttribute(_ name: String) -> Bool { definitions[name] != nil || known.attributes.contains(name) }

    mutating func readSupplier(_ root: YAMLValue) {
        root["supplier"]?.hasMembers(["slug", "name", "currencies", "languages"])
        for item in root.entries("staff") where item.hasMembers(["email", "name"], ["title"]) {
            guard let email = item["email"]?.email, let name = item["name"]?.text else { continue }
            if catalog.staff.contains(where: { $0.email == email }) { item["email"]?.refuse("\(email) is there already") }
            catalog.staff.append(.init(email: email, name: name, title: item["title"]?.text ?? "Staff"))
        }
    }

    mutating func readCategories(_ root: YAMLValue) {
        for item in root.entries("categories") {
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
        for item in root.entries("products") {
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
