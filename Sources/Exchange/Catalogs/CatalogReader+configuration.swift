import Catalog
import Kernel
import Yams

extension CatalogReader {
    /// - Parameter root: of the document that has them.
    func readConfigurations(_ root: YAMLValue) -> [SupplierCatalog.Configuration] {
        var configurations: [SupplierCatalog.Configuration] = []
        var numbers: Set<String> = []
        for item in root.entries("standardConfigurations") {
            guard let one = readConfiguration(item) else { continue }
            guard numbers.insert(one.number).inserted else {
                item["number"]?.refuse("\(one.number) is there already")
                continue
            }
            configurations.append(one)
        }
        return configurations
    }

    private func readConfiguration(_ item: YAMLValue) -> SupplierCatalog.Configuration? {
        let required = ["number", "name", "validFrom", "base", "slots"]
        guard item.hasMembers(required, ["description", "validTo", "rules", "fixedPrice", "priceHoldDays"]) else { return nil }
        let number = item["number"]?.sku
        let name = item["name"]?.translations
        let descriptions = item["description"]?.translations
        let (from, to) = (item["validFrom"]?.day, item["validTo"]?.day)
        let base = item["base"]?.sku
        let slots = (item["slots"]?.items ?? []).map(readSlot)
        let rules = (item["rules"]?.items ?? []).map(readConfigurationRule)
        let days = item["priceHoldDays"]?.read("a number of days from 1 to 3650") {
            Int($0).flatMap { (1...3650).contains($0) ? $0 : nil }
        }
        let prices = item["fixedPrice"]?.members.compactMap { name, value -> Money? in
            guard let currency = Currency(name) else {
                value.refuse("\"\(name)\" is not a currency's code")
                return nil
            }
            return value.money(currency)
        }
        guard let number, let name, let from, let base else { return nil }
        let content = ConfigurationContent(
            validFrom: from, validTo: to, names: name, descriptions: descriptions, base: base, slots: slots.compactMap(\.self),
            rules: rules.compactMap(\.self),
            pricing: .init(kind: prices == nil ? .sum : .fixed, prices: prices ?? [], priceHoldDays: days ?? 30))
        // What could not be read would be told a second time, at another place.
        guard !slots.contains(where: { $0 == nil }), !rules.contains(where: { $0 == nil }) else { return nil }
        for fault in content.faults(known: isCounted) { item.place(of: fault.pointer).refuse(fault.detail) }
        return .init(number: number, content: content, place: item.place)
    }

    private func readSlot(_ item: YAMLValue) -> ConfigurationContent.Slot? {
        guard item.hasMembers(["name", "label", "alternatives"], ["minimum", "maximum", "default"]) else { return nil }
        let name = item["name"]?.read("a name of letters, digits, hyphens and underscores") { $0.utf8.allSatisfy(\.isInName) ? $0 : nil }
        let label = item["label"]?.translations
        let alternatives = (item["alternatives"]?.items ?? []).compactMap { item -> ConfigurationContent.Alternative? in
            guard item.hasMembers(["sku"], ["minimum", "maximum", "default"]), let sku = item["sku"]?.sku else { return nil }
            let least = item["minimum"].map(\.quantity) ?? .one
            let usual = item["default"].map(\.quantity) ?? least
            let most = item["maximum"].map(\.quantity) ?? usual
            guard let least, let usual, let most else { return nil }
            return .init(sku: sku, minimum: least, maximum: most, usual: usual)
        }
        let least = item["minimum"].map { $0.read("a quantity") { Quantity($0).flatMap { $0.thousandths >= 0 ? $0 : nil } } } ?? .one
        let most = item["maximum"].map(\.quantity) ?? least.map { max($0, .one) }
        let usual = item["default"]?.sku
        guard let name, let label, let least, let most else { return nil }
        return .init(name: name, labels: label, minimum: least, maximum: most, usual: usual, alternatives: alternatives)
    }

    private func readConfigurationRule(_ item: YAMLValue) -> ConfigurationContent.Rule? {
        guard item.hasMembers(["kind", "parts"], ["part", "limit"]) else { return nil }
        let kind = item["kind"]?.read("one of requires, excludes, atMost") { ConfigurationContent.Rule.Kind(rawValue: $0) }
        let parts = (item["parts"]?.items ?? []).compactMap(\.sku)
        guard let kind else { return nil }
        return .init(kind: kind, part: item["part"]?.sku, parts: parts, limit: item["limit"]?.quantity)
    }

    /// Every product of the files, and whether it is sold in whole numbers only.
    private var isCounted: [String: Bool] {
        known.isCounted.merging(catalog.products.map { ($0.sku, Product.isCounted(in: $0.unitOfMeasure)) }) { _, ofFile in ofFile }
    }
}

extension YAMLValue {
    /// What a pointer into a configuration's content leads to, or as far as it leads.
    fileprivate func place(of pointer: String) -> YAMLValue {
        let names = pointer.replacing("/pricing/prices", with: "/fixedPrice").split(separator: "/").map(String.init)
        return names.reduce(self) { value, name in
            guard let index = Int(name) else { return value[name] ?? value }
            guard let sequence = value.node.sequence, sequence.indices.contains(index) else { return value }
            return value.items[index]
        }
    }
}

extension UInt8 {
    fileprivate var isInName: Bool {
        isCapitalOrDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}
