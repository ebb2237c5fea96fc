package import Hummingbird
package import Kernel
package import Web

/// Cost centres and addresses.
package struct SettingRoutes: Sendable {
    private let writes: Writes
    private let read: ReadSettings
    private let world: World

    package init(writes: Writes, read: ReadSettings, world: World) {
        self.writes = writes
        self.read = read
        self.world = world
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("cost-centres", use: costCentres)
        account.post("cost-centres", use: addCostCentre)
        account.get("cost-centres/{costCentre}", use: costCentre)
        account.patch("cost-centres/{costCentre}", use: changeCostCentre)
        account.get("addresses", use: addresses)
        account.post("addresses", use: addAddress)
        account.get("addresses/{address}", use: address)
        account.patch("addresses/{address}", use: changeAddress)
    }

    @Sendable private func costCentres(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(CostCentreID.self)) }
        let found = try await read.costCentres(context.caller, after: after, limit: limit)
        return try JSONResponse(Page(found, limit: limit, position: \.id).map(CostCentreRepresentation.init))
    }

    @Sendable private func costCentre(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read.costCentre(try context.costCentre(), by: context.caller)
        return try JSONResponse(CostCentreRepresentation(found), version: found.version)
    }

    @Sendable private func addCostCentre(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let (code, name, unit) = try received.decode { fields in
            (fields.string("code", 1...50), fields.string("name"), fields.id("unit") as UnitID)
        }
        let create = CreateCostCentre(world: world)
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await create(code: code, name: name, unit: unit, by: context.caller, in: transaction)
        } represent: { made in
            try .created(
                CostCentreRepresentation(made), at: "/v1/accounts/\(context.caller.account)/cost-centres/\(made.id)", version: made.version)
        }
    }

    @Sendable private func changeCostCentre(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.costCentre()
        let received = try await request.received()
        let (name, unit, status) = try received.decode { fields in
            (fields.optionalString("name"), fields.optionalID("unit") as UnitID?, fields.optional("status", .one(of: Status.self)))
        }
        let version = try received.ifMatch()
        let change = ChangeCostCentre(world: world)
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(
                id, name: name, unit: unit, isDisabled: status.map { $0 == .disabled }, expecting: version, by: context.caller,
                in: transaction)
        } represent: { changed in
            try JSONResponse(CostCentreRepresentation(changed), version: changed.version)
        }
    }

    @Sendable private func addresses(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(AddressID.self)) }
        let found = try await read.addresses(context.caller, after: after, limit: limit)
        return try JSONResponse(Page(found, limit: limit, position: \.id).map(AddressRepresentation.init))
    }

    @Sendable private func address(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let found = try await read.address(try context.address(), by: context.caller)
        return try JSONResponse(AddressRepresentation(found), version: found.version)
    }

    @Sendable private func addAddress(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let draft = try received.decode { fields in
            Address.Draft(
                unit: fields.id("unit"), externalID: fields.optionalString("externalId", 1...100),
                uses: fields.list("uses", 1...2, of: .one()), name: fields.string("name"),
                lines: fields.list("lines", 1...5, of: .string(1...100)), city: fields.string("city", 1...100),
                region: fields.optionalString("region", 1...100), postalCode: fields.string("postalCode", 1...20),
                country: fields.required("country", .country))
        }
        let create = CreateAddress(world: world)
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await create(draft, by: context.caller, in: transaction)
        } represent: { made in
            try .created(
                AddressRepresentation(made), at: "/v1/accounts/\(context.caller.account)/addresses/\(made.id)", version: made.version)
        }
    }

    @Sendable private func changeAddress(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let id = try context.address()
        let received = try await request.received()
        let (edit, status) = try received.decode { fields in
            (AddressEdit(fields), fields.optional("status", .one(of: Status.self)))
        }
        let version = try received.ifMatch()
        let change = ChangeAddress(world: world)
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await change(
                id, isDisabled: status.map { $0 == .disabled }, expecting: version, by: context.caller, in: transaction, edit.apply)
        } represent: { changed in
            try JSONResponse(AddressRepresentation(changed), version: changed.version)
        }
    }
}

/// What a change of an address says; nil leaves as it is.
private struct AddressEdit {
    let unit: UnitID?
    let uses: [Address.Use]?
    let name: String?
    let lines: [String]?
    let city: String?
    let region: Change<String>
    let postalCode: String?
    let country: String?

    init(_ fields: Fields) {
        unit = fields.optionalID("unit")
        uses = fields.optional("uses", .list(1...2, of: .one()))
        name = fields.optionalString("name")
        lines = fields.optional("lines", .list(1...5, of: .string(1...100)))
        city = fields.optionalString("city", 1...100)
        region = fields.change("region", .string(1...100))
        postalCode = fields.optionalString("postalCode", 1...20)
        country = fields.optional("country", .country)
    }

    func apply(to address: inout Address) {
        address.unit = unit ?? address.unit
        address.uses = uses ?? address.uses
        address.name = name ?? address.name
        address.lines = lines ?? address.lines
        address.city = city ?? address.city
        address.region = region.applied(to: address.region)
        address.postalCode = postalCode ?? address.postalCode
        address.country = country ?? address.country
    }
}

extension Reading where Value == String {
    fileprivate static var country: Self {
        .string(1...2).converted(else: "XX", "notACountry", "Two capital letters, as ISO 3166 has them.") { text in
            text.utf8.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ? text : nil
        }
    }
}

extension AccountRequestContext {
    fileprivate func costCentre() throws -> CostCentreID {
        guard let id = CostCentreID(try pathParameter("costCentre")) else { throw OrganisationRefusal.notFound }
        return id
    }

    fileprivate func address() throws -> AddressID {
        guard let id = AddressID(try pathParameter("address")) else { throw OrganisationRefusal.notFound }
        return id
    }
}
