import Accounts
import Catalog
import Kernel

extension CatalogReader {
    /// - Parameter units: of the account, by their external ids.
    func readContract(_ item: YAMLValue, _ units: [String: UnitID], root: UnitID?) -> SupplierCatalog.Contract? {
        let head = ["number", "name", "currency", "unit"]
        guard item.hasMembers([], head + (item["versions"] == nil ? CatalogForm.versionMembers : ["versions"])) else { return nil }
        var form = CatalogForm(item)
        form.contract(item)
        let unit = item["unit"].map { value in
            form.place(value, at: "/unit")
            return value.read("a unit of this account") { units[$0] }
        }
        let said = form.readContract(faults)
        let currency = form.said("currency").flatMap { Currency($0)?.code } ?? Currency.noCurrency.code
        let parts = item["versions"]?.items ?? [item]
        if parts.isEmpty { item["versions"]?.refuse("a version is needed") }
        let versions = parts.compactMap { part -> (content: ContractContent, places: CatalogPlaces)? in
            if item["versions"] != nil { guard part.hasMembers([], CatalogForm.versionMembers) else { return nil } }
            var version = CatalogForm(part)
            version.version(part, currency)
            return version.readVersion(faults).map { ($0, version.places) }
        }
        guard let said, let unit = unit ?? root, versions.count == parts.count, !versions.isEmpty else { return nil }
        let offer = ContractOffer(
            number: said.number, name: said.name, unit: unit, currency: said.currency, versions: versions.map(\.content))
        return .init(offer: offer, places: form.places, versionPlaces: versions.map(\.places))
    }
}
