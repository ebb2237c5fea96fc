package import Accounts
package import Hummingbird
import Kernel
package import Web

/// One contract: its versions, for those whom they bind; its draft, for the supplier's staff who write it.
package struct ContractRoutes: Sendable {
    private let writes: Writes
    private let read: ReadContracts
    private let utilisation: ReadUtilisation
    private let begin: BeginContract
    private let saveDraft: SaveContractDraft
    private let discard: DiscardContractDraft
    private let publishDraft: PublishContract
    private let end: TerminateContract

    package init(
        writes: Writes, read: ReadContracts, utilisation: ReadUtilisation, begin: BeginContract, saveDraft: SaveContractDraft,
        discard: DiscardContractDraft, publish: PublishContract, terminate: TerminateContract
    ) {
        self.writes = writes
        self.read = read
        self.utilisation = utilisation
        self.begin = begin
        self.saveDraft = saveDraft
        self.discard = discard
        publishDraft = publish
        end = terminate
    }

    package func add(to account: RouterGroup<AccountRequestContext>) {
        account.get("contracts", use: list)
        account.post("contracts", use: create)
        account.get("contracts/{contract}", use: show)
        account.get("contracts/{contract}/versions/{version}", use: version)
        account.put("contracts/{contract}/draft", use: draft)
        account.delete("contracts/{contract}/draft", use: discardDraft)
        account.get("contracts/{contract}/utilisation", use: usage)
        account.get("contracts/{contract}/check", use: check)
        account.post("contracts/{contract}/publish", use: publish)
        account.post("contracts/{contract}/terminate", use: terminate)
    }

    @Sendable private func list(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let (limit, after) = try request.query { ($0.limit, $0.cursor(String.self)) }
        let found = try await read.list(after: after, limit: limit, by: context.caller)
        let items = found.published.map(ContractRepresentation.init) + found.begun.map(ContractRepresentation.init)
        let ordered = items.sorted { $0.number.utf8.lexicographicallyPrecedes($1.number.utf8) }
        return try JSONResponse(Page(ordered, limit: limit, position: \.number))
    }

    @Sendable private func show(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try represent(try await read(try context.contract(), by: context.caller), context)
    }

    @Sendable private func version(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let format = try request.query { $0.optional("format", .one(of: Format.self)) ?? .json }
        guard let number = Int(try context.pathParameter("version")), (1...Int(Int32.max)).contains(number) else {
            throw ContractRefusal.notFound
        }
        let found = try await read.version(number, of: try context.contract(), by: context.caller)
        if format == .csv {
            let records = ContractRulesRepresentation.records(found.content, of: found.record.number)
            return JSONResponse.csv(records, named: "contract-rules", next: nil, of: request)
        }
        return try JSONResponse(ContractVersionRepresentation(found))
    }

    private enum Format: String, CaseIterable { case json, csv }

    @Sendable private func usage(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let day = try request.query { $0.optional("on", .date) }
        let found = try await utilisation(try context.contract(), on: day, by: context.caller)
        return try JSONResponse(ContractUtilisationRepresentation(found))
    }

    @Sendable private func check(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try JSONResponse(ContractVerdictRepresentation(try await read.verdict(on: try context.contract(), by: context.caller)))
    }

    @Sendable private func create(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        try context.caller.toWriteContracts()
        let received = try await request.received(upTo: Limits.contractBodyBytes)
        let input = try received.decode { fields in
            BeginContract.Input(
                number: fields.required("number", .contractNumber), name: fields.string("name"), unit: fields.id("unit"),
                currency: fields.required("currency", .currency), content: fields.required("draft", .contractContent))
        }
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await begin(input, by: context.caller, in: transaction)
        } represent: { record in
            try .created(
                ContractRecordRepresentation(record, context.caller), at: ContractRecordRepresentation.path(record, context.caller),
                version: record.revision)
        }
    }

    @Sendable private func draft(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.contract()
        let received = try await request.received(upTo: Limits.contractBodyBytes)
        let content = try received.decode { $0.required("draft", .contractContent) }
        let revision = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await saveDraft(key, content, expecting: revision, by: context.caller, in: transaction)
        } represent: { record in
            try represent(record, context)
        }
    }

    @Sendable private func discardDraft(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.contract()
        let received = try await request.received()
        try received.expectNothing()
        let revision = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await discard(key, expecting: revision, by: context.caller, in: transaction)
        } represent: { record in
            try represent(record, context)
        }
    }

    @Sendable private func publish(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.contract()
        let received = try await request.received()
        try received.expectNothing()
        let revision = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await publishDraft(key, expecting: revision, by: context.caller, in: transaction)
        } represent: { published in
            try JSONResponse(
                ContractRecordRepresentation(published.record, context.caller, touches: published.touches),
                version: published.record.revision)
        }
    }

    @Sendable private func terminate(_ request: Request, _ context: AccountRequestContext) async throws -> JSONResponse {
        let key = try context.contract()
        let received = try await request.received()
        let day = try received.decode { $0.date("on") }
        let revision = try received.ifMatch()
        return try await writes(received, as: context.caller.accountScope) { transaction in
            try await end(key, on: day, expecting: revision, by: context.caller, in: transaction)
        } represent: { record in
            try represent(record, context)
        }
    }

    private func represent(_ record: ContractRecord, _ context: AccountRequestContext) throws -> JSONResponse {
        try JSONResponse(ContractRecordRepresentation(record, context.caller), version: record.revision)
    }
}

extension AccountRequestContext {
    /// The contract that the path names, by its id or its number.
    fileprivate func contract() throws -> ContractKey {
        let text = try pathParameter("contract")
        return ContractID(text).map(ContractKey.id) ?? .number(text)
    }
}
