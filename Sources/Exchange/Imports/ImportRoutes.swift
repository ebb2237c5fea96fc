package import Accounts
import Cryptography
import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
package import Web

/// Files that the supplier's people send in, each a job that is carried out when it is there.
package struct ImportRoutes: Sendable {
    private let writes: Writes
    private let takeIn: TakeImport
    private let read: ReadImports
    private let cancelImport: CancelImport

    package init(writes: Writes, takeIn: TakeImport, read: ReadImports, cancel: CancelImport) {
        self.writes = writes
        self.takeIn = takeIn
        self.read = read
        cancelImport = cancel
    }

    /// - Parameter imports: the group of `/v1/imports`.
    package func add(to imports: RouterGroup<SignedInContext>) {
        imports.post(use: create)
        imports.get(use: list)
        imports.get("{import}", use: show)
        imports.post("{import}/cancel", use: cancel)
        imports.get("{import}/refused") { try await output(.refused, $0, $1) }
        imports.get("{import}/report") { try await output(.report, $0, $1) }
        imports.get("{import}/diff") { try await output(.diff, $0, $1) }
    }

    @Sendable private func create(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let input = try input(of: request)
        let types = HTTPFields.fileTypes(of: input.kind)
        guard request.headers.announcesFile(ofOneOf: types) else { throw ImportRefusal.notAFile(types) }
        guard request.announcedLength <= input.kind.bytesAtMost else { throw HTTPError(.contentTooLarge) }
        let id = try await takeIn.begin(input, by: context.principal, origin: context.origin)
        do {
            let (bytes, digest) = try await take(request, upTo: input.kind.bytesAtMost, into: id, context)
            // What an idempotency key stands for is the file: its digest says which.
            let received = ReceivedRequest(
                method: request.method, target: request.head.path ?? request.uri.path, headers: request.headers,
                body: ByteBuffer(string: digest))
            let response = try await writes(received, as: context.principal.personScope) { transaction in
                try await takeIn.finish(id, input, bytes: bytes, by: context.principal, in: transaction)
            } represent: { job in
                var response = try JSONResponse(ImportRepresentation(job), status: .accepted)
                response.headers[.location] = ImportRepresentation.path(job)
                return response
            }
            if response.headers[.idempotencyReplayed] != nil { await takeIn.discard(id, by: context.principal) }
            return response
        } catch {
            await takeIn.discard(id, by: context.principal)
            throw error
        }
    }

    private func take(
        _ request: Request, upTo limit: Int, into id: ImportID, _ context: SignedInContext
    ) async throws -> (bytes: Int, digest: String) {
        var digest = SHA256()
        var (chunk, position, bytes) = ([UInt8](), 0, 0)
        for try await buffer in request.body {
            bytes += buffer.readableBytes
            guard bytes <= limit else { throw HTTPError(.contentTooLarge) }
            let piece = Array(buffer.readableBytesView)
            digest.update(piece)
            chunk += piece
            guard chunk.count >= Limits.importChunkBytes else { continue }
            try await takeIn.add(chunk, at: position, to: id, by: context.principal)
            position += 1
            chunk.removeAll(keepingCapacity: true)
        }
        guard bytes > 0 else { throw ImportRefusal.empty }
        if !chunk.isEmpty { try await takeIn.add(chunk, at: position, to: id, by: context.principal) }
        return (bytes, digest.finish().description)
    }

    private func input(of request: Request) throws -> TakeImport.Input {
        try request.query { query in
            var options = ImportOptions()
            let kind: ImportJob.Kind = query.required("kind", .one(of: ImportJob.Kind.self))
            let account: AccountID? = query.optional("account", .id())
            options.isDryRun = query.optional("dryRun", .bool) ?? false
            options.skipsBad = query.optional("onError", .one(of: OnError.self)) == .skip
            let mode = query.optional("mode", .one(of: Mode.self))
            options.adds = mode == .add
            let publish = query.optional("publish", .bool)
            options.publishes = publish ?? false
            options.validFrom = query.optional("validFrom", .date)
            options.validTo = query.optional("validTo", .date)
            options.replaces = query.all("replaces", .integer(1...Int(Int32.max)))
            options.replacesOthers = query.optional("replace", .bool)
            let said: [(name: String, isSaid: Bool, isHere: Bool)] = [
                ("account", account != nil, kind.isOfContracts), ("mode", mode != nil, kind == .contractPrices),
                ("publish", publish != nil, kind == .contractPrices), ("validFrom", options.validFrom != nil, kind == .contractPrices),
                ("validTo", options.validTo != nil, kind == .contractPrices),
                ("replaces", !options.replaces.isEmpty, kind == .contractPrices),
                ("replace", options.replacesOthers != nil, kind == .contracts),
            ]
            return .init(kind: kind, account: account, options: options, notHere: said.filter { $0.isSaid && !$0.isHere }.map(\.name))
        }
    }

    @Sendable private func list(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let (kind, limit, before) = try request.query {
            ($0.optional("kind", .one(of: ImportJob.Kind.self)), $0.limit, $0.cursor(ImportID.self))
        }
        let found = try await read(kind: kind, before: before, limit: limit, by: context.principal)
        return try JSONResponse(Page(found, limit: limit, position: \.id).map(ImportRepresentation.init))
    }

    @Sendable private func show(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        try request.query { _ in }
        return try JSONResponse(ImportRepresentation(try await read(try context.pathParameter("import"), by: context.principal)))
    }

    @Sendable private func cancel(_ request: Request, _ context: SignedInContext) async throws -> JSONResponse {
        let id = try context.pathParameter("import")
        let received = try await request.received()
        try received.expectNothing()
        return try await writes(received, as: context.principal.personScope) { transaction in
            try await cancelImport(id, by: context.principal, in: transaction)
        } represent: { job in
            try JSONResponse(ImportRepresentation(job))
        }
    }

    private func output(_ name: ImportOutput, _ request: Request, _ context: SignedInContext) async throws -> Response {
        try request.query { _ in }
        let output = try await read.output(name, of: try context.pathParameter("import"), by: context.principal)
        let isYAML = output.isYAML
        return Response(
            status: .ok,
            headers: [
                .contentType: isYAML ? "application/yaml" : "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(name.rawValue).\(isYAML ? "yaml" : "csv")\"",
            ],
            body: .init { writer in
                var position = 0
                while let text = try await output.piece(position) {
                    try await writer.write(ByteBuffer(string: text))
                    position += 1
                }
                try await writer.finish(nil)
            })
    }

    private enum Mode: String, CaseIterable { case replace, add }
}

extension HTTPFields {
    fileprivate static func fileTypes(of kind: ImportJob.Kind) -> [String] {
        let texts = kind.isYAML ? ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"] : ["text/csv"]
        return texts + ["application/gzip", "application/x-gzip"]
    }

    /// Whether it is packed is found out by its first bytes, and how its text is encoded too.
    fileprivate func announcesFile(ofOneOf types: [String]) -> Bool {
        let type = (self[.contentType] ?? "").lowercased().prefix { $0 != ";" && $0 != " " }
        return types.contains(String(type))
    }
}

extension Request {
    /// Zero where it comes in chunks: then it is counted as it comes.
    fileprivate var announcedLength: Int { headers[.contentLength].flatMap { Int($0) } ?? 0 }
}
