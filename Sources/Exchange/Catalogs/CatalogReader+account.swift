import Accounts
import Approvals
import Catalog
import Kernel

extension CatalogReader {
    mutating func readAccount(_ root: YAMLValue) {
        guard let account = root["account"].flatMap(account) else { return }
        if catalog.accounts.contains(where: { $0.account.id == account.id }) {
            root["account"]?["externalId"]?.refuse("another file has this account already")
        }
        var customer = SupplierCatalog.Customer(account: account, place: root["account"]?.place ?? root.place)
        let units = readUnits(root["units"], &customer)
        if root["units"] == nil {
            // What a part of a file says of an account that is there stands below the root that it has.
            customer.isPart = true
            let root = UnitID.external("account", account.externalID ?? "", "unit", "")
            customer.units = [Unit(account: account.id, id: root, parent: nil, name: account.name, externalID: nil)]
        }
        readPeople(root["people"], units, &customer)
        readTeam(root["team"], &customer)
        readCostCentres(root["costCentres"], units, &customer)
        readAddresses(root["addresses"], units, &customer)
        readPreApproved(root["preApproved"], units, &customer)
        customer.saysRules = root["approvalPolicy"] != nil
        customer.rules = root["approvalPolicy"].map(rules) ?? []
        customer.contracts = readContracts(root, units, root: customer.units.first?.id)
        customer.configurations = readConfigurations(root)
        catalog.accounts.append(customer)
    }

    /// What was agreed with an account that is not said.
    mutating func readAgreed(_ document: YAMLValue, _ units: [String: UnitID], root: UnitID) {
        for contract in readContracts(document, units, root: root) {
            if !isNew(agreed: "contract \(contract.offer.number.lowercased())") {
                contract.refuse("another document has \(contract.offer.number) already", faults)
            }
            catalog.contracts.append(contract)
        }
        for one in readConfigurations(document) {
            if !isNew(agreed: "configuration \(one.number)") {
                faults.all.append(one.place.fault("another document has \(one.number) already"))
            }
            catalog.configurations.append(one)
        }
    }

    private func readContracts(
        _ document: YAMLValue, _ units: [String: UnitID], root: UnitID?
    ) -> [SupplierCatalog.Contract] {
        var contracts: [SupplierCatalog.Contract] = []
        var numbers: Set<String> = []
        for item in document.entries("contracts") {
            guard let contract = readContract(item, units, root: root) else { continue }
            guard numbers.insert(contract.offer.number.lowercased()).inserted else {
                item["number"]?.refuse("\(contract.offer.number) is there already")
                continue
            }
            contracts.append(contract)
        }
        return contracts
    }

    private func account(_ item: YAMLValue) -> Account? {
        guard item.hasMembers(["slug", "externalId", "name", "timeZone", "language", "currency"]) else { return nil }
        let externalID = item["externalId"]?.text
        let name = item["name"]?.text
        let timeZone = item["timeZone"]?.text
        let language = item["language"]?.text
        let currency = item["currency"]?.currency
        guard let externalID, let name, let timeZone, let language, let currency else { return nil }
        return Account(
            id: .external("account", externalID), externalID: externalID, name: name, timeZone: timeZone, language: language,
            currency: currency)
    }

    /// The units by their external ids.
    private func readUnits(_ list: YAMLValue?, _ customer: inout SupplierCatalog.Customer) -> [String: UnitID] {
        var ids: [String: UnitID] = [:]
        let account = customer.account
        for (index, item) in (list?.items ?? []).enumerated() where item.hasMembers(["externalId", "name"], ["parent"]) {
            guard let externalID = item["externalId"]?.text, let name = item["name"]?.text else { continue }
            let id = UnitID.external("account", account.externalID ?? "", "unit", externalID)
            if ids.updateValue(id, forKey: externalID) != nil { item["externalId"]?.refuse("\(externalID) is there already") }
            let parent = item["parent"]?.text
            if index == 0, parent != nil { item["parent"]?.refuse("the first unit is the root and has none above it") }
            if index > 0, parent == nil { item.refuse("\"parent\" is missing: only the first unit is a root") }
            if let parent, index > 0, parent == externalID || ids[parent] == nil {
                item["parent"]?.refuse("no unit before this one is \(parent)")
            }
            customer.units.append(Unit(account: account.id, id: id, parent: parent.flatMap { ids[$0] }, name: name, externalID: externalID))
        }
        return ids
    }

    private func readPeople(_ list: YAMLValue?, _ units: [String: UnitID], _ customer: inout SupplierCatalog.Customer) {
        var managers: [(EmailAddress, YAMLValue)] = []
        for item in list?.items ?? [] where item.hasMembers(["email", "name", "unit", "roles"], ["language", "manager"]) {
            let email = item["email"]?.email
            let name = item["name"]?.text
            let unit = item["unit"]?.read("a unit of this account") { units[$0] }
            let roles = (item["roles"]?.items ?? []).compactMap { role in
                role.read("one of \(BuiltInRole.allCases.map(\.rawValue).joined(separator: ", "))") { BuiltInRole(rawValue: $0) }
            }
            if roles.isEmpty { item["roles"]?.refuse("a role is needed") }
            let manager = item["manager"]?.email
            if let manager, let value = item["manager"] { managers.append((manager, value)) }
            guard let email, let name, let unit else { continue }
            if customer.people.contains(where: { $0.email == email }) { item["email"]?.refuse("\(email) is there already") }
            customer.people.append(
                .init(email: email, name: name, language: item["language"]?.text ?? "en", unit: unit, roles: roles, manager: manager))
        }
        for (manager, value) in managers where !customer.people.contains(where: { $0.email == manager }) {
            value.refuse("nobody of this account is \(manager)")
        }
    }

    private func readTeam(_ list: YAMLValue?, _ customer: inout SupplierCatalog.Customer) {
        guard let list else { return }
        for item in list.items where item.hasMembers(["staff", "function", "from"], ["to"]) {
            let staff = item["staff"]?.email
            if let staff, !self.staff.contains(staff.text), !catalog.staff.contains(where: { $0.email == staff }) {
                item["staff"]?.refuse("supplier.yaml has no \(staff)")
            }
            let function = item["function"]?.read("one of \(TeamFunction.allCases.map(\.rawValue).joined(separator: ", "))") {
                TeamFunction(rawValue: $0)
            }
            let from = item["from"]?.day
            let to = item["to"]?.day
            if let from, let to, to < from { item["to"]?.refuse("before the first day") }
            guard let staff, let function, let from else { continue }
            customer.team.append(.init(staff: staff, function: function, startsOn: from, endsOn: to))
        }
    }

    /// The rules that `Approvals` has today: one step of one decision, above an amount.
    private func rules(_ item: YAMLValue) -> [ApprovalPolicy.Rule] {
        guard item.hasMembers(["name", "rules"]) else { return [] }
        return (item["rules"]?.items ?? []).compactMap { rule in
            guard rule.hasMembers(["name", "when", "step"]), let when = rule["when"], let step = rule["step"] else { return nil }
            when.hasMembers(["totalOver", "currency"])
            step.hasMembers(["name", "role", "decisions"])
            _ = step["decisions"]?.read("1: a step needs one decision") { $0 == "1" ? 1 : nil }
            let currency = when["currency"]?.currency
            let above = currency.flatMap { when["totalOver"]?.money($0) }
            let role = step["role"]?.read("approver, the role that decides") { text in
                text == RoleKey.approver.rawValue ? RoleKey.approver : nil
            }
            guard let name = rule["name"]?.text, let above, let role else { return nil }
            return ApprovalPolicy.Rule(name: name, above: above, role: role)
        }
    }
}
