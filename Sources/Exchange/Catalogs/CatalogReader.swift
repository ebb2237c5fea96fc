import Accounts
import Catalog
import FoundationEssentials
import Kernel

/// Makes values of what the files say, in the order in which one needs the other: staff and categories, products, accounts.
/// Catalogs/README.md describes the files.
struct CatalogReader {
    let faults: YAMLValue.Faults
    var catalog = SupplierCatalog()
    /// Where each product stands, for what is found out when all are known.
    private var successors: [(sku: String, value: YAMLValue)] = []
    private(set) var skus: Set<String> = []
    private(set) var categoryCodes: Set<String> = []
    private(set) var manufacturers: Set<String> = []
    /// By name.
    var definitions: [String: AttributeDefinition] = [:]

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
        var parents: [(String, YAMLValue)] = []
        for item in root["categories"]?.items ?? [] where item.hasMembers(["code", "title"], ["parent", "attributes"]) {
            guard let code = item["code"]?.unspsc, let titles = item["title"]?.texts else { continue }
            if !categoryCodes.insert(code).inserted { item["code"]?.refuse("\(code) is there already") }
            let parent = item["parent"]?.unspsc
            if let parent, let value = item["parent"] { parents.append((parent, value)) }
            var attributes: [AttributeDefinition]?
            if let list = item["attributes"] {
                attributes = []
                for one in list.items { if let read = readAttribute(one) { attributes?.append(read) } }
            }
            catalog.categories.append(.init(code: code, parent: parent, titles: titles, attributes: attributes))
        }
        for (code, value) in parents where !categoryCodes.contains(code) { value.refuse("no category has the code \(code)") }
    }

    mutating func readProducts(_ root: YAMLValue) {
        guard root.hasMembers(["products"]) else { return }
        for item in root["products"]?.items ?? [] { readProduct(item) }
    }

    private mutating func readProduct(_ item: YAMLValue) {
        let required = ["sku", "manufacturer", "manufacturerPartNumber", "name", "category", "unitOfMeasure", "leadTimeDays", "status"]
        let optional = ["description", "listPrice", "successor", "attributes", "availableFrom", "lastBuyUntil"]
        guard item.hasMembers(required, optional) else { return }
        let sku = item["sku"]?.sku
        if let sku, !skus.insert(sku).inserted { item["sku"]?.refuse("\(sku) is there already") }
        let category = item["category"]?.unspsc
        if let category, !categoryCodes.contains(category) { item["category"]?.refuse("no category has the code \(category)") }
        let manufacturer = item["manufacturer"]?.text
        if let manufacturer { manufacturers.insert(manufacturer) }
        if let sku, let successor = item["successor"] { successors.append((sku, successor)) }
        let prices = item["listPrice"]?.members.compactMap { name, value -> Money? in
            guard let currency = Currency(name) else {
                value.refuse("\"\(name)\" is not a currency's code")
                return nil
            }
            return value.money(currency)
        }
        let status = item["status"]?.read("one of announced, active, lastBuy, ended") { Product.Status(rawValue: $0) }
        let unit = item["unitOfMeasure"]?.read("a code of UN/ECE Recommendation 20") { text in
            (2...3).contains(text.utf8.count) && text.utf8.allSatisfy(\.isCapitalOrDigit) ? text : nil
        }
        let leadTime = item["leadTimeDays"]?.read("a number of days from 0 to 365") { text in
            Int(text).flatMap { (0...365).contains($0) ? $0 : nil }
        }
        let partNumber = item["manufacturerPartNumber"]?.text
        let (from, until) = (item["availableFrom"]?.day, item["lastBuyUntil"]?.day)
        if let from, let until, until < from { item["lastBuyUntil"]?.refuse("before the first day") }
        let names = item["name"]?.texts
        let descriptions = item["description"].map(\.texts) ?? "{}"
        let attributes = item["attributes"].map(\.attributes) ?? "{}"
        guard let sku, let category, let manufacturer, let status, let unit, let leadTime, let partNumber, let names, let descriptions,
            let attributes
        else { return }
        catalog.products.append(
            .init(
                sku: sku, kind: Self.kind(ofCategory: category), names: names, descriptions: descriptions, manufacturer: manufacturer,
                manufacturerPartNumber: partNumber, category: category, unitOfMeasure: unit, leadTimeDays: leadTime, status: status,
                successor: item["successor"]?.sku, attributes: attributes, listPrices: prices ?? [],
                availableFrom: from, lastBuyUntil: until))
    }

    /// A product's successor may stand in a later file.
    func checkProducts() {
        for (sku, value) in successors {
            guard let successor = value.sku else { continue }
            if successor == sku { value.refuse("\(sku) cannot succeed itself") }
            if !skus.contains(successor) { value.refuse("no product has the SKU \(successor)") }
        }
    }

    /// UNSPSC's segments from 70 on are services.
    private static func kind(ofCategory code: String) -> Product.Kind {
        (Int(code.prefix(2)) ?? 0) >= 70 ? .service : .item
    }
}
