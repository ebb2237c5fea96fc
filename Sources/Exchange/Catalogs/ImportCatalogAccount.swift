import Accounts
import Approvals
import Catalog
import Kernel
import Ledger
import Persistence
import Postgres
import Quotes

/// One customer of a catalog's files, in the transaction that takes them. People, places and units that were there stay as they are, ended
/// ones too: the files say who begins, the portal who has left. A policy or a contract that says something new becomes the next version.
struct ImportCatalogAccount: Sendable {
    let world: World
    let replacesContracts: Bool

    /// Everything that keeps the customer from being brought in, before anything of the files is stored.
    /// - Parameter named: what the files bring into the master catalog.
    func faults(
        of given: SupplierCatalog.Customer, beside named: ContractNames, in transaction: borrowing Transaction
    ) async throws -> [CatalogFault] {
        let account = given.account
        let (_, root, hasZone) = try await transaction.run(
            CatalogImportQueries.enter(account.id), AccountImportQueries.rootUnit(of: account.id),
            AccountImportQueries.timeZoneExists(account.timeZone))
        var faults: [CatalogFault] = []
        if !hasZone { faults.append(given.place.fault("\(account.name): \"\(account.timeZone)\" is not a time zone")) }
        if given.isPart, root == nil {
            faults.append(given.place.fault("there is no account \(account.externalID ?? "") yet, and a new one needs \"units\""))
        }
        let customer = root.map(given.rooted) ?? given
        return try await faults
            + self.faults(of: customer.contracts, customer.configurations, in: account.id, beside: named, transaction)
    }

    /// Everything that keeps contracts and configurations from being published; it writes nothing.
    func faults(
        of contracts: [SupplierCatalog.Contract], _ configurations: [SupplierCatalog.Configuration], in account: AccountID,
        beside named: ContractNames, _ transaction: borrowing Transaction
    ) async throws -> [CatalogFault] {
        let publish = PublishOffer(world: world, replacesOthers: replacesContracts)
        var faults: [CatalogFault] = []
        for contract in contracts {
            faults += try await publish.flaws(of: contract.offer, in: account, beside: named, in: transaction).map(contract.fault)
        }
        for one in configurations {
            let hindrance = try await transaction.hindrance(
                to: one.content, as: one.number, in: account, replacesOthers: replacesContracts)
            if let hindrance { faults.append(one.fault(hindrance)) }
        }
        return faults
    }

    /// - Throws: `CatalogFaults` where a contract was published by others since `faults` found none.
    func callAsFunction(
        _ given: SupplierCatalog.Customer, _ result: inout CatalogResult, _ transaction: borrowing Transaction
    ) async throws {
        let account = given.account
        let (_, isNew, _) = try await transaction.run(
            CatalogImportQueries.enter(account.id), AccountQueries.insertIfNew(account, at: world.now()),
            AccountImportQueries.addPersons(
                given.people.map { Person(id: world.newID(), email: $0.email.text, name: $0.name, language: $0.language) },
                at: world.now()))
        var events: [EventDraft] = []
        if isNew {
            events.append(try EventDraft("accountCreated", "account", account.id, AccountCreated(account)))
            result.outcome.accounts += 1
        }
        let customer = isNew ? given : given.rooted(at: try await transaction.run(UnitQueries.root(of: account.id)).id)
        events += try await addOrganisation(of: customer, to: transaction, &result.outcome)
        events += try await addSettings(of: customer, to: transaction)
        let lists = try await ImportPreApproved(world: world)(customer.preApproved, in: account.id, transaction)
        result.outcome.preApprovedLists += lists.count
        events += try lists.map {
            try EventDraft("preApprovedListChanged", "unit", $0.unit, PreApprovedListChanged(from: nil, to: $0))
        }
        if let event = try await publishPolicy(of: customer, in: transaction) {
            events.append(event)
            result.outcome.approvalPolicies += 1
        }
        events += try await publish(customer.contracts, in: account.id, &result, transaction)
        if let root = customer.units.first {
            events += try await publish(customer.configurations, in: account.id, unit: root.id, &result, transaction)
        }
        if !events.isEmpty { transaction.record(events, in: account.id.uuid, by: .system, world: world) }
    }

    /// Checked already; what files have published is left alone.
    /// - Returns: the events; an event a version.
    func publish(
        _ contracts: [SupplierCatalog.Contract], in account: AccountID, _ result: inout CatalogResult, _ transaction: borrowing Transaction
    ) async throws -> [EventDraft] {
        let touched = FindTouchedQuotes(priceLists: LoadPriceList(), aspect: ContractQuoteQueries.aspect, world: world)
        let publish = PublishOffer(world: world, replacesOthers: replacesContracts, touched: touched)
        var events: [EventDraft] = []
        for contract in contracts {
            do {
                let published = try await publish(contract.offer, in: account, transaction: transaction)
                events += published.events
                result.contracts.append(published.outcome)
                result.outcome.contractVersions += published.events.count
                result.outcome.touchedQuotes += published.outcome.touches?.count ?? 0
                result.differences += published.differences.map { CatalogDifference($0, at: contract.places.root) }
            } catch let refused as PublishOffer.Refused {
                throw CatalogFaults(faults: refused.flaws.map(contract.fault))
            }
        }
        return events
    }

    func publish(
        _ configurations: [SupplierCatalog.Configuration], in account: AccountID, unit: UnitID, _ result: inout CatalogResult,
        _ transaction: borrowing Transaction
    ) async throws -> [EventDraft] {
        var events: [EventDraft] = []
        for one in configurations {
            do {
                let event = try await transaction.publish(
                    one.content, as: one.number, in: account, unit: unit, replacesOthers: replacesContracts, world: world)
                result.configurations.append(.init(number: one.number, state: event == nil ? .unchanged : .published))
                guard let event else { continue }
                events.append(event)
                result.outcome.configurationVersions += 1
            } catch let hindrance as ConfigurationRecord.PublishedSince {
                throw CatalogFaults(faults: [one.fault(hindrance)])
            }
        }
        return events
    }

    private func addOrganisation(
        of customer: SupplierCatalog.Customer, to transaction: borrowing Transaction, _ done: inout CatalogOutcome
    ) async throws -> [EventDraft] {
        let account = customer.account.id
        let now = world.now()
        let emails = customer.people.map(\.email) + customer.team.map(\.staff)
        let (units, persons, today) = try await transaction.run(
            AccountImportQueries.addUnits(customer.units, account: account, at: now), AccountImportQueries.persons(withEmails: emails),
            AccountDayQueries.today(in: account, at: now))
        let memberships = customer.memberships(of: persons, from: today)
        let team = customer.team.compactMap { place in
            persons[place.staff.text].map {
                TeamMember(account: account, person: $0, function: place.function, startsOn: place.startsOn, endsOn: place.endsOn)
            }
        }
        let (added, joined) = try await transaction.run(
            AccountImportQueries.addMemberships(memberships, account: account, at: now),
            AccountImportQueries.addTeam(team, account: account))
        done.memberships = added.count
        return try customer.units.filter { units.contains($0.id) }.map { try EventDraft("unitAdded", "unit", $0.id, UnitAdded($0)) }
            + memberships.filter { added.contains($0.id) }
            .map { try EventDraft("membershipAdded", "membership", $0.id, MembershipAdded($0)) }
            + joined.map { try EventDraft("teamMemberAdded", "person", $0.person, TeamMemberAdded($0)) }
    }

    /// Cost centres and addresses that were never there.
    private func addSettings(of customer: SupplierCatalog.Customer, to transaction: borrowing Transaction) async throws -> [EventDraft] {
        let (account, now) = (customer.account.id, world.now())
        let added = try await transaction.run(CostCentreQueries.insertNew(customer.costCentres, in: account, at: now))
        var events = try customer.costCentres.filter { added.contains($0.id) }.map {
            try EventDraft("costCentreAdded", "costCentre", $0.id, CostCentreSaved($0))
        }
        for address in customer.addresses {
            let isNew = try await transaction.run(AddressQueries.insertIfNew(address, in: account, at: now))
            if isNew { events.append(try EventDraft("addressAdded", "address", address.id, AddressSaved(address))) }
        }
        return events
    }

    private func publishPolicy(
        of customer: SupplierCatalog.Customer, in transaction: borrowing Transaction
    ) async throws -> EventDraft? {
        guard customer.saysRules else { return nil }
        let account = customer.account.id
        let (latest, version) = try await transaction.run(
            ApprovalQueries.policy(account: account), ApprovalQueries.latestVersion(account: account))
        guard latest?.rules != customer.rules else { return nil }
        let policy = ApprovalPolicy(version: version + 1, rules: customer.rules)
        transaction.enqueue(try ApprovalQueries.publish(policy, account: account, at: world.now()))
        return try EventDraft(
            "approvalPolicyPublished", "account", account, PublishedPolicyData(version: policy.version, rules: policy.rules))
    }
}

/// What the ledger says of an account's new approval policy.
private struct PublishedPolicyData: Encodable {
    let version: Int
    let rules: [ApprovalPolicy.Rule]
}

extension SupplierCatalog.Customer {
    /// The same under a root unit that is there already: an account that an order history or the portal opened has one of its own.
    fileprivate func rooted(at root: UnitID) -> Self {
        guard let given = units.first?.id, given != root else { return self }
        var copy = self
        copy.units = units.map { unit in
            Unit(
                account: unit.account, id: unit.id == given ? root : unit.id, parent: unit.parent == given ? root : unit.parent,
                name: unit.name, externalID: unit.externalID)
        }
        for index in copy.costCentres.indices where copy.costCentres[index].unit == given { copy.costCentres[index].unit = root }
        for index in copy.contracts.indices where copy.contracts[index].offer.unit == given {
            copy.contracts[index].offer.unit = root
        }
        for index in copy.addresses.indices where copy.addresses[index].unit == given { copy.addresses[index].unit = root }
        copy.preApproved = preApproved.map { list in
            PreApprovedList(unit: list.unit == given ? root : list.unit, entries: list.entries, version: list.version)
        }
        copy.people = people.map { person in
            SupplierCatalog.Person(
                email: person.email, name: person.name, language: person.language, unit: person.unit == given ? root : person.unit,
                roles: person.roles, manager: person.manager)
        }
        return copy
    }

    /// A membership's id is that of its account and person, so that a second run finds it.
    private func membershipID(_ email: EmailAddress) -> MembershipID {
        .external("account", account.externalID ?? "", "membership", email.text)
    }

    func memberships(of persons: [String: PersonID], from day: LocalDate) -> [Membership] {
        people.compactMap { person in
            persons[person.email.text].map { id in
                Membership(
                    account: account.id, id: membershipID(person.email), person: id, unit: person.unit, roles: person.roles.map(\.key),
                    manager: person.manager.map(membershipID), startsOn: day)
            }
        }
    }
}
