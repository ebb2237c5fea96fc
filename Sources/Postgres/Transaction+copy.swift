extension Transaction {
    /// `COPY table (columns) FROM STDIN (FORMAT binary)`; returns the number of rows that the server took.
    ///
    /// When `write` throws, or the server refuses a row, nothing of the COPY stays and the transaction can only be rolled back.
    public func copyIn(_ statement: StaticString, _ write: (inout CopyWriter) async throws -> Void) async throws -> Int {
        try await startCopy(statement)
        do {
            var writer = CopyWriter(connection)
            try await write(&writer)
            try await writer.finish()
        } catch {
            fail(error)
            _ = try? await connection.endCopyIn(failure: "the client gave up")
            throw error
        }
        let reply: Reply
        do {
            reply = try await connection.endCopyIn()
        } catch {
            fail(error)
            throw error
        }
        try check(reply)
        return reply.rows.last?.affected ?? 0
    }

    /// `COPY … TO STDOUT` in any format: `read` gets chunks of whole rows, and the server waits while it works.
    ///
    /// When `read` throws, the connection is given up with the rest of the answer.
    public func copyOut(_ statement: StaticString, _ read: ([UInt8]) async throws -> Void) async throws {
        try await startCopy(statement)
        do {
            while true {
                let reply = try await connection.receiveCopyData()
                guard !reply.isEnd else { return try check(reply) }
                try await read(reply.bytes)
            }
        } catch {
            fail(error)
            throw error
        }
    }

    private func startCopy(_ statement: StaticString) async throws {
        try await beginIfNeeded()
        try check(await connection.startCopy(statement.description))
    }

    private func check(_ reply: Reply) throws {
        guard let failure = reply.failure else { return }
        let meaning = meaning(of: failure.error)
        fail(meaning)
        throw meaning
    }
}
