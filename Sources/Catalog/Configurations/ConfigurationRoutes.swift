package import Accounts
package import Hummingbird
import Kernel
package import Web

/// Standard configurations: what may be chosen and what it costs, for who orders; their versions, for the supplier's staff who write them.
package struct ConfigurationRoutes: Sendable {
    private let writes: Writes
    private let read: ReadConfigurations
    private let write: WriteConfiguration

    package init(writes: Writes, read: ReadConfigurations, write: WriteConfiguration) {
        self.writes = writes
        self.read = read
        self.write = write
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("standard-configurations", use: list)
        account.post("standard-configurations", use: create)
        account.get("standard-configurations/{configuration}", use: show)
        account.post("standard-configurations/{configuration}/price", use: price)
        account.get("standard-configurations/{configuration}/versions", use: versions)
        account.post("standard-configurations/{configuration}/versions", use: publish)
        account.post("standard-configurations/{configuration}/end", use: end)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (unit, limit, after, currency) = try request.query { query in
            (
                query.optional("unit", .id()) as UnitID?, query.limit, query.cursor(String.self), query.optional("currency", .currency)
            )
        }
        let (caller, language) = (context.caller, context.readingLanguage)
        let found = try await read.page(in: unit, after: after, limit: limit, currency: currency, language: language, by: caller)
        let page = try Page(found, limit: limit, position: \.configuration.number)
        return try JSONResponse(page.map { ConfigurationSummaryRepresentation($0, caller, language: language) }).unlessSeen(by: request)
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (unit, currency) = try request.query { ($0.optional("unit", .id()) as UnitID?, $0.optional("currency", .currency)) }
        let (key, language) = (try context.configuration(), context.readingLanguage)
        let found = try await read(key, in: unit, currency: currency, language: language, by: context.caller)
        return try JSONResponse(ConfigurationRepresentation(found, context.caller, language: language)).unlessSeen(by: request)
    }

    @Sendable private func price(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.configuration()
        let (selection, sets, unit, currency) = try await request.received().decode { fields in
            (
                ConfigurationSelection(fields.optional("selection", .configurationChoices) ?? []),
                fields.optional("quantity", .quantity()) ?? .one, fields.optionalID("unit") as UnitID?,
                fields.optional("currency", .currency)
            )
        }
        let found = try await read.price(
            selection, of: key, sets: sets, in: unit, currency: currency, language: context.readingLanguage, by: context.caller)
        return try JSONResponse(ConfigurationPriceRepresentation(found))
    }

    @Sendable private func versions(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try represent(try await read.record(try context.configuration(), by: context.caller), context).unlessSeen(by: request)
    }

    @Sendable private func create(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try context.caller.toWriteContracts()
        let received = try await request.received()
        let input = try received.decode { fields in
            WriteConfiguration.Input(
                number: fields.required("number", .configurationNumber), unit: fields.id("unit"), content: fields.configurationContent)
        }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await write(input, by: context.caller, in: transaction)
        } represent: { record in
            try .created(
                ConfigurationRecordRepresentation(record, context.caller),
                at: ConfigurationRepresentation.path(record.id, context.caller), version: record.revision)
        }
    }

    @Sendable private func publish(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.configuration()
        let received = try await request.received()
        let content = try received.decode { $0.configurationContent }
        let revision = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await write.version(key, content, expecting: revision, by: context.caller, in: transaction)
        } represent: { record in
            try represent(record, context)
        }
    }

    @Sendable private func end(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.configuration()
        let received = try await request.received()
        let day = try received.decode { $0.date("on") }
        let revision = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await write.end(key, on: day, expecting: revision, by: context.caller, in: transaction)
        } represent: { record in
            try represent(record, context)
        }
    }

    private func represent(_ record: ConfigurationRecord, _ context: AccountRequestContext) throws -> JSONResponse {
        try JSONResponse(ConfigurationRecordRepresentation(record, context.caller), version: record.revision)
    }
}

extension Reading where Value == String {
    /// `SC-000001`: what a path can hold as it is.
    fileprivate static var configurationNumber: Self {
        Reading<String>.string(1...40).converted(else: "", "notANumber", ProductDraft.skuForm) { ProductDraft.isSKU($0) ? $0 : nil }
    }
}

extension AccountRequestContext {
    /// The configuration that the path names, by its id or its number.
    fileprivate func configuration() throws -> ConfigurationKey { ConfigurationKey(try pathParameter("configuration")) }
}
