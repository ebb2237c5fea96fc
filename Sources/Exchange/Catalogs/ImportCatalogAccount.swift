import Accounts
import Approvals
import Catalog
import Kernel
import Ledger
import Persistence
import Postgres

/// One customer of a catalog's files, in one transaction. People, places and units that were there stay as they are, ended ones too:
/// the files say who begins, the portal who has left. A policy or a contract that says something new becomes the next version.
struct ImportCatalogAccount: Sendable {
    let database: Database
    let world: World
    let replacesContracts: Bool

    /// Everything that keeps the customer's contracts from being published, before anything of the files is stored.
    /// - Parameter named: what the files bring into the master catalog.
    func faults(of given: SupplierCatalog.Customer, beside named: ContractNames) async throws -> [CatalogFault] {
        guard !given.contracts.isEmpty || !given.configurations.isEmpty else { return [] }
        let publish = PublishOffer(world: world, replacesOthers: replacesContracts)
        return try await database.transaction(AccountScope(account: given.account.id.uuid).settings) { transaction in
            let root: UnitID? = try await transaction.run(AccountImportQueries.rootUnit(of: given.account.id))
            let customer = root.map(given.rooted) ?? given
            var faults: [CatalogFault] = []
            for contract in customer.contracts {
                faults += try await publish.flaws(of: contract.offer, in: given.account.id, beside: named, in: transaction)
                    .map(contract.fault)
            }
            for one in customer.configurations {
                let hindrance = try await transaction.hindrance(
                    to: one.content, as: one.number, in: given.account.id, replacesOthers: replacesContracts)
                if let hindrance { faults.append(one.fault(hindrance)) }
            }
            return faults
        }
    }

    /// - Throws: `CatalogFaults` where a contract was published by others since `faults` found none; the accounts before this one are in.
    func callAsFunction(_ given: SupplierCatalog.Customer, _ outcome: inout CatalogOutcome) async throws {
        let account = given.account
        let done = try await database.transaction(AccountScope(account: account.id.uuid).settings) { transaction in
            var done = CatalogOutcome()
            var events: [EventDraft] = []
            let (isNew, _) = try await transaction.run(
                AccountQueries.insertIfNew(account, at: world.now()),
                AccountImportQueries.addPersons(
                    given.people.map { Person(id: world.newID(), email: $0.email.text, name: $0.name, language: $0.language) },
                    at: world.now()))
            if isNew {
                events.append(try EventDraft("accountCreated", "account", account.id, AccountCreated(account)))
                done.accounts = 1
            }
            let customer = isNew ? given : given.rooted(at: try await transaction.run(UnitQueries.root(of: account.id)).id)
            events += try await addOrganisation(of: customer, to: transaction, &done)
            events += try await addSettings(of: customer, to: transaction)
            let lists = try await ImportPreApproved(world: world)(customer.preApproved, in: account.id, transaction)
            done.preApprovedLists = lists.count
            events += try lists.map {
                try EventDraft("preApprovedListChanged", "unit", $0.unit, PreApprovedListChanged(from: nil, to: $0))
            }
            if let event = try await publishPolicy(of: customer, in: transaction) {
                events.append(event)
                done.approvalPolicies = 1
            }
            for contract in customer.contracts {
                let published = try await publish(contract, in: account.id, transaction)
                events += published
                done.contractVersions += published.count
            }
            for one in customer.configurations {
                guard let root = customer.units.first else { break }
                let event = try await publish(one, in: account.id, unit: root.id, transaction)
                guard let event else { continue }
                events.append(event)
                done.configurationVersions += 1
            }
            if !events.isEmpty {
                let now = world.now()
                transaction.enqueue(
                    LedgerQueries.append(
                        events, to: account.id.uuid, by: .system, ids: events.map { _ in world.newUUID() }, at: events.map { _ in now }))
            }
            return done
        }
        outcome.accounts += done.accounts
        outcome.memberships += done.memberships
        outcome.approvalPolicies += done.approvalPolicies
        outcome.contractVersions += done.contractVersions
        outcome.preApprovedLists += done.preApprovedLists
        outcome.configurationVersions += done.configurationVersions
    }

    private func addOrganisation(
        of customer: SupplierCatalog.Customer, to transaction: borrowing Transaction, _ done: inout CatalogOutcome
    ) async throws -> [EventDraft] {
        let account = customer.account.id
        let now = world.now()
        let emails = customer.people.map(\.email) + customer.team.map(\.staff)
        let (units, persons, today) = try await transaction.run(
            AccountImportQueries.addUnits(customer.units, account: account, at: now), AccountImportQueries.persons(withEmails: emails),
            AccountImportQueries.today(in: account, at: now))
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

    private func publish(
        _ contract: SupplierCatalog.Contract, in account: AccountID, _ transaction: borrowing Transaction
    ) async throws -> [EventDraft] {
        do {
            let publish = PublishOffer(world: world, replacesOthers: replacesContracts)
            return try await publish(contract.offer, in: account, transaction: transaction)
        } catch let refused as PublishOffer.Refused {
            throw CatalogFaults(faults: refused.flaws.map(contract.fault))
        }
    }

    private func publish(
        _ configuration: SupplierCatalog.Configuration, in account: AccountID, unit: UnitID, _ transaction: borrowing Transaction
    ) async throws -> EventDraft? {
        do {
            return try await transaction.publish(
                configuration.content, as: configuration.number, in: account, unit: unit, replacesOthers: replacesContracts, world: world)
        } catch let hindrance as ConfigurationRecord.PublishedSince {
            throw CatalogFaults(faults: [configuration.fault(hindrance)])
        }
    }

    private func publishPolicy(
        of customer: SupplierCatalog.Customer, in transaction: borrowing Transaction
    ) async throws -> EventDraft? {
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
