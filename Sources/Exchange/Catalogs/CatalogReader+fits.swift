import Accounts
import Catalog
import Kernel

extension CatalogReader {
    /// What fits what, when all products are known.
    mutating func readFits(_ root: YAMLValue) {
        for item in root.entries("fits") {
            guard item.hasMembers(["key", "for", "fits"], ["sameAttributes", "warranty", "note"]) else { continue }
            let key = item["key"]?.sku
            if let key, !fitKeys.insert(key).inserted { item["key"]?.refuse("\(key) is there already") }
            let products = (item["for"]?.items ?? []).compactMap { readSelector($0, product: "sku") }
            let parts = (item["fits"]?.items ?? []).compactMap { readSelector($0, product: "sku") }
            if products.isEmpty || parts.isEmpty { item.refuse("something has to fit something") }
            let same = (item["sameAttributes"]?.items ?? []).compactMap { value -> String? in
                guard let name = value.text else { return nil }
                if !hasAttribute(name) { value.refuse("no category has an attribute \(name)") }
                return name
            }
            let words = ProductFit.Warranty.allCases.map(\.rawValue).joined(separator: " or ")
            let warranty = item["warranty"]?.read(words) { ProductFit.Warranty(rawValue: $0) }
            let notes = item["note"]?.translations ?? [:]
            guard let key else { continue }
            catalog.fitPlaces.append(item.place)
            catalog.fits.append(
                ProductFit(key: key, products: products, parts: parts, sameAttributes: same, warranty: warranty, notes: notes))
        }
    }

    /// What the customer's own people have approved in advance, by unit.
    func readPreApproved(_ list: YAMLValue?, _ units: [String: UnitID], _ customer: inout SupplierCatalog.Customer) {
        for item in list?.items ?? [] where item.hasMembers(["unit", "entries"]) {
            let unit = item["unit"]?.read("a unit of this account") { units[$0] }
            let entries = (item["entries"]?.items ?? []).compactMap { entry -> PreApprovedList.Entry? in
                guard entry.hasMembers([], ["sku", "category", "manufacturer", "everything", "from", "until", "note"]),
                    let selector = readSelector(entry, product: "sku", alone: false)
                else { return nil }
                let (from, until) = (entry["from"]?.day, entry["until"]?.day)
                if let from, let until, until < from { entry["until"]?.refuse("before the first day") }
                return .init(selector, from: from, until: until, note: entry["note"]?.text)
            }
            guard let unit else { continue }
            if customer.preApproved.contains(where: { $0.unit == unit }) { item["unit"]?.refuse("this unit has a list already") }
            customer.preApproved.append(PreApprovedList(unit: unit, entries: entries, version: 1))
        }
    }
}
