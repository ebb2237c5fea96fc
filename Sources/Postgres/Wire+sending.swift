import CLibPQ

extension Wire {
    /// Sends statements in one pipeline, preparing on the way what is not prepared yet.
    mutating func send(_ statements: [Statement], commits: Bool) -> Delivery? {
        self.commits = commits
        slots.removeAll(keepingCapacity: true)
        slot = 0
        reply.rows.reserveCapacity(statements.count)
        guard sendDeallocations(), sendAll(statements), sync() else { return lost() }
        return flush()
    }

    private mutating func sendAll(_ all: [Statement]) -> Bool {
        for (index, statement) in all.enumerated() {
            guard statement.isPrepared else {
                guard sendUnprepared(statement.sql.text) else { return false }
                slots.append(.statement(index, name: nil))
                continue
            }
            let name: String
            switch statements.lookup(statement.sql) {
            case .prepared(let known): name = known
            case .new(let new):
                name = new
                let types = statement.sql.parameters.map(\.type.oid)
                guard PQsendPrepare(libpq, name, statement.sql.text, Int32(types.count), types) == 1 else { return false }
                slots.append(.prepare(name: name, statement: index))
            }
            guard sendPrepared(name, statement.sql.parameters) else { return false }
            slots.append(.statement(index, name: name))
        }
        return true
    }

    /// Statements that the cache pushed out go first and by themselves: within a transaction they would fail with it,
    /// and before a BEGIN without a Sync they would take its snapshot.
    private mutating func sendDeallocations() -> Bool {
        guard !statements.retired.isEmpty, PQtransactionStatus(libpq) == PQTRANS_IDLE else { return true }
        for name in statements.retired {
            guard sendUnprepared("DEALLOCATE \(name)") else { return false }
            slots.append(.deallocate(name: name))
        }
        return sync()
    }

    private mutating func sync() -> Bool {
        slots.append(.sync)
        return PQpipelineSync(libpq) == 1
    }

    private func sendUnprepared(_ text: String) -> Bool {
        PQsendQueryParams(libpq, text, 0, nil, nil, nil, nil, 1) == 1
    }

    /// One temporary region holds the pointers, lengths and formats that libpq wants and the values themselves.
    private func sendPrepared(_ name: String, _ parameters: [SQL.Parameter]) -> Bool {
        let count = parameters.count
        guard count > 0 else { return PQsendQueryPrepared(libpq, name, 0, nil, nil, nil, 1) == 1 }
        let size = parameters.reduce(count * 16) { $0 + ($1.bytes?.count ?? 0) } + 1
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { region in
            guard let base = region.baseAddress else { return false }
            let pointers = base.bindMemory(to: UnsafePointer<CChar>?.self, capacity: count)
            let lengths = (base + count * 8).bindMemory(to: Int32.self, capacity: count)
            let formats = (base + count * 12).bindMemory(to: Int32.self, capacity: count)
            var next = (base + count * 16).bindMemory(to: CChar.self, capacity: size - count * 16)
            for (index, parameter) in parameters.enumerated() {
                (pointers + index).initialize(to: parameter.bytes == nil ? nil : UnsafePointer(next))
                (lengths + index).initialize(to: Int32(parameter.bytes?.count ?? 0))
                (formats + index).initialize(to: 1)
                guard let bytes = parameter.bytes else { continue }
                bytes.withUnsafeBytes { bytes in
                    guard let source = bytes.baseAddress else { return }
                    UnsafeMutableRawPointer(next).copyMemory(from: source, byteCount: bytes.count)
                }
                next += bytes.count
            }
            return PQsendQueryPrepared(libpq, name, Int32(count), pointers, lengths, formats, 1) == 1
        }
    }

    /// Sends a text of any number of statements without parameters: a migration, or a COPY.
    mutating func sendScript(_ text: String) -> Delivery? {
        guard PQexitPipelineMode(libpq) == 1, PQsendQuery(libpq, text) == 1 else { return lost() }
        return flush()
    }

    /// Hands what libpq has buffered to the socket, as far as that takes it.
    mutating func flush() -> Delivery? {
        guard activity != .closed else { return nil }
        switch PQflush(libpq) {
        case 0:
            readiness?.watchWrites(false)
            guard activity == .copySending else { return nil }
            return end(.success(Reply()), then: .copyIn)
        case 1:
            readiness?.watchWrites(true)
            return nil
        default: return lost()
        }
    }
}
