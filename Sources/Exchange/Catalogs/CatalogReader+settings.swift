import Accounts
import Kernel

extension CatalogReader {
    func readCostCentres(_ list: YAMLValue?, _ units: [String: UnitID], _ customer: inout SupplierCatalog.Customer) {
        for item in list?.items ?? [] where item.hasMembers(["code", "name", "unit"]) {
            let unit = item["unit"]?.read("a unit of this account") { units[$0] }
            guard let code = item["code"]?.text, let name = item["name"]?.text, let unit else { continue }
            if customer.costCentres.contains(where: { $0.code == code }) { item["code"]?.refuse("\(code) is there already") }
            let id = CostCentreID.external("account", customer.account.externalID ?? "", "costCentre", code)
            customer.costCentres.append(CostCentre(id: id, unit: unit, code: code, name: name))
        }
    }

    func readAddresses(_ list: YAMLValue?, _ units: [String: UnitID], _ customer: inout SupplierCatalog.Customer) {
        let needed = ["externalId", "unit", "uses", "name", "lines", "city", "postalCode", "country"]
        for item in list?.items ?? [] where item.hasMembers(needed, ["region"]) {
            let unit = item["unit"]?.read("a unit of this account") { units[$0] }
            let uses = (item["uses"]?.items ?? []).compactMap { use in
                use.read("one of \(Address.Use.allCases.map(\.rawValue).joined(separator: ", "))") { Address.Use(rawValue: $0) }
            }
            let lines = (item["lines"]?.items ?? []).compactMap(\.text)
            if uses.isEmpty { item["uses"]?.refuse("a use is needed") }
            if lines.isEmpty { item["lines"]?.refuse("a line is needed") }
            let country = item["country"]?.read("a country's two capital letters") { text in
                text.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ? text : nil
            }
            guard let externalID = item["externalId"]?.text, let name = item["name"]?.text, let city = item["city"]?.text,
                let postalCode = item["postalCode"]?.text, let unit, let country
            else { continue }
            if customer.addresses.contains(where: { $0.externalID == externalID }) {
                item["externalId"]?.refuse("\(externalID) is there already")
            }
            customer.addresses.append(
                Address(
                    id: .external("account", customer.account.externalID ?? "", "address", externalID), unit: unit, externalID: externalID,
                    uses: uses, name: name, lines: lines, city: city, region: item["region"]?.text, postalCode: postalCode,
                    country: country))
        }
    }
}
