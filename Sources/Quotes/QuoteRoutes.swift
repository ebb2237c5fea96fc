package import Accounts
import Catalog
package import Hummingbird
package import Kernel
package import Web

/// Quotes: building, submitting, taking back.
package struct QuoteRoutes: Sendable {
    private let writes: Writes
    private let read: ReadQuotes
    private let create: CreateQuote
    private let edit: EditQuote
    private let submit: SubmitQuote
    private let withdraw: WithdrawQuote
    private let checkLimit: CheckOrderLimit
    private let world: World

    package init(
        writes: Writes, read: ReadQuotes, create: CreateQuote, edit: EditQuote, submit: SubmitQuote, withdraw: WithdrawQuote, world: World
    ) {
        self.writes = writes
        self.read = read
        self.create = create
        self.edit = edit
        self.submit = submit
        self.withdraw = withdraw
        checkLimit = CheckOrderLimit(world: world)
        self.world = world
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("quotes", use: list)
        account.post("quotes", use: create)
        account.get("quotes/{quote}", use: show)
        account.patch("quotes/{quote}", use: describe)
        account.put("quotes/{quote}/lines", use: replaceLines)
        account.post("quotes/{quote}/lines", use: addLines)
        account.patch("quotes/{quote}/lines/{position}", use: changeLine)
        account.delete("quotes/{quote}/lines/{position}", use: removeLine)
        account.get("quotes/{quote}/revisions/{revision}", use: revision)
        account.get("quotes/{quote}/diff", use: difference)
        account.post("quotes/{quote}/reprice", use: reprice)
        account.post("quotes/{quote}/submit", use: submit)
        account.post("quotes/{quote}/recall", use: recall)
        account.post("quotes/{quote}/cancel", use: cancel)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let caller = context.caller
        let (filter, limit, cursor) = try request.query { query in
            (
                QuoteFilter(
                    state: query.optional("status", .one(of: Quote.State.self)),
                    person: query.optional("mine", .bool) == true ? caller.person : nil, text: query.optional("q", .string(1...100)),
                    expiringBefore: query.optional("expiring", .instant)),
                query.limit, query.cursor(QuoteID.self)
            )
        }
        let quotes = try await read.page(filter, before: cursor, limit: limit, by: caller)
        let now = world.now()
        return try JSONResponse(
            Page(quotes, limit: limit, position: \.id).map { QuoteSummaryRepresentation($0, caller, at: now) })
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        let (quote, excess) = try await read.shown(try context.quote(), by: context.caller)
        return try represent(quote, excess, context).unlessSeen(by: request)
    }

    @Sendable private func revision(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        guard let revision = Int(try context.pathParameter("revision")), revision > 0 else { throw QuoteRefusal.notFound }
        return try JSONResponse(EmbeddedJSON(await read.revision(try context.quote(), revision, by: context.caller)))
    }

    @Sendable private func difference(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (from, to) = try request.query { query in
            (query.optional("from", .integer(1...Int(Int32.max))), query.optional("to", .integer(1...Int(Int32.max))))
        }
        let difference = try await read.difference(try context.quote(), from: from, to: to, by: context.caller)
        return try JSONResponse(QuoteDifferenceRepresentation(difference))
    }

    @Sendable private func create(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let received = try await request.received()
        let input = try received.decode { fields in
            CreateQuote.Input(
                name: fields.string("name"), poNumber: fields.optionalString("poNumber", 1...100), notes: fields.optionalText("notes"),
                lines: fields.optional("lines", .lines) ?? [], unit: fields.optionalID("unit"),
                currency: fields.optional("currency", .currency))
        }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await create(input, by: context.caller, in: transaction)
        } represent: { quote in
            try .created(
                QuoteRepresentation(quote, nil, context.caller, at: world.now()), at: QuoteRepresentation.path(quote, context.caller),
                version: quote.version)
        }
    }

    @Sendable private func describe(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await edit(request, context) { received in
            try received.decode { fields in
                .describe(
                    name: fields.optionalString("name"), poNumber: .init(fields.change("poNumber", .string(1...100))),
                    notes: .init(fields.change("notes", .text(0...Limits.noteCharacters))))
            }
        }
    }

    @Sendable private func replaceLines(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await edit(request, context) { received in
            try received.decode { .replaceLines($0.required("lines", .lines)) }
        }
    }

    @Sendable private func addLines(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await edit(request, context) { received in
            try received.decode { .addLines($0.required("lines", .lines)) }
        }
    }

    @Sendable private func changeLine(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let position = try context.position()
        return try await edit(request, context) { received in
            try received.decode { fields in
                .changeLine(
                    position: position, quantity: fields.quantity("quantity"),
                    selection: fields.optional("selection", .configurationChoices).map { ConfigurationSelection($0) })
            }
        }
    }

    @Sendable private func removeLine(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let position = try context.position()
        return try await edit(request, context) { received in
            try received.expectNothing()
            return .removeLine(position: position)
        }
    }

    @Sendable private func reprice(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await edit(request, context) { received in
            try received.expectNothing()
            return .reprice
        }
    }

    @Sendable private func submit(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let reference = try context.quote()
        let received = try await request.received()
        try received.expectNothing()
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await submit(reference, by: context.caller, expecting: version, in: transaction)
        } represent: { submitted in
            try JSONResponse(
                SubmittedQuoteRepresentation(submitted, context.caller, at: world.now()), version: submitted.quote.version)
        }
    }

    @Sendable private func recall(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await withdraw(request, context, .recall)
    }

    @Sendable private func cancel(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try await withdraw(request, context, .cancel)
    }

    private func withdraw(
        _ request: Request, _ context: AccountRequestContext, _ way: WithdrawQuote.Way
    ) async throws -> JSONResponse {
        let reference = try context.quote()
        let received = try await request.received()
        try received.expectNothing()
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await withdraw(reference, way, by: context.caller, expecting: version, in: transaction)
        } represent: {
            try represent($0, nil, context)
        }
    }

    private func edit(
        _ request: Request, _ context: AccountRequestContext, _ read: (ReceivedRequest) throws -> EditQuote.Edit
    ) async throws -> JSONResponse {
        let reference = try context.quote()
        let received = try await request.received()
        let change = try read(received)
        let version = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            let quote = try await edit(reference, change, by: context.caller, expecting: version, in: transaction)
            return (quote, try await checkLimit(quote, by: context.caller, in: transaction))
        } represent: { quote, excess in
            try represent(quote, excess, context)
        }
    }

    private func represent(_ quote: Quote, _ excess: LimitExcess?, _ context: AccountRequestContext) throws -> JSONResponse {
        try JSONResponse(QuoteRepresentation(quote, excess, context.caller, at: world.now()), version: quote.version)
    }
}

extension AccountRequestContext {
    /// The quote that the path names, by id or number.
    package func quote() throws -> DocumentReference<Quote> {
        guard let reference = DocumentReference<Quote>(try pathParameter("quote"), .quote) else { throw QuoteRefusal.notFound }
        return reference
    }

    fileprivate func position() throws -> Int {
        guard let position = Int(try pathParameter("position")), position > 0 else { throw QuoteRefusal.notFound }
        return position
    }
}

extension EditQuote.FieldEdit {
    fileprivate init(_ change: Change<String>) {
        switch change {
        case .keep: self = .keep
        case .clear: self = .set(nil)
        case .set(let value): self = .set(value)
        }
    }
}
