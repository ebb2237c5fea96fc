import CLibPQ

extension Wire {
    /// Takes in what the socket has. Returns the reply that is complete with it.
    mutating func receive() -> Delivery? {
        guard activity != .closed else { return nil }
        // After an error of the socket there may still be an answer in libpq's buffer, such as why the server closed.
        var isAlive = PQconsumeInput(libpq) == 1
        // libpq reads as much as it has room for. What it leaves of a TLS record (they have up to 16 KiB) waits in OpenSSL, and no poll
        // of the socket tells of it.
        while isAlive, let tls = PQgetssl(libpq), SSL_pending(OpaquePointer(tls)) > 0 { isAlive = PQconsumeInput(libpq) == 1 }
        let delivery = process()
        guard !isAlive, activity != .closed else { return delivery }
        return delivery ?? lost()
    }

    mutating func process() -> Delivery? {
        switch activity {
        case .idle, .copyIn, .copySending, .copyOut, .closed: nil
        case .pipeline: processPipeline()
        case .script, .copyStarting: processScript()
        case .copyReceiving: processCopyData()
        }
    }

    /// Notifications that have come, oldest first.
    mutating func takeNotifications() -> [(channel: String, payload: String)] {
        var notifications: [(channel: String, payload: String)] = []
        while activity != .closed, let notification = PQnotifies(libpq) {
            notifications.append((String(cString: notification.pointee.relname), String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return notifications
    }

    private mutating func processPipeline() -> Delivery? {
        var hasSyncFailed = false
        while PQisBusy(libpq) == 0 {
            guard slot < slots.count else { return lost() }
            guard let pointer = PQgetResult(libpq) else {
                // What ends an answer; after an error of the Sync itself its own result is still to come.
                if hasSyncFailed { hasSyncFailed = false } else { slot += 1 }
                continue
            }
            let result = PostgresResult(owning: pointer)
            switch PQresultStatus(pointer) {
            case PGRES_PIPELINE_SYNC:
                slot += 1
                if slot == slots.count { return endWithReply() }
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: succeeded(slots[slot], result)
            case PGRES_PIPELINE_ABORTED: skipped(slots[slot])
            case PGRES_FATAL_ERROR:
                if case .sync = slots[slot] { hasSyncFailed = true }
                failed(slots[slot], PostgresError(result))
            // COPY within a pipeline: there is no way back from it.
            default: return lost()
            }
        }
        return nil
    }

    private mutating func succeeded(_ slot: Slot, _ result: PostgresResult) {
        switch slot {
        case .statement: reply.rows.append(Rows(result: result))
        case .deallocate(let name): statements.deallocated(name: name)
        case .prepare, .sync: break
        }
    }

    private mutating func skipped(_ slot: Slot) {
        if case .prepare(let name, _) = slot { statements.forget(name: name) }
    }

    private mutating func failed(_ slot: Slot, _ error: PostgresError) {
        switch slot {
        case .deallocate(let name): statements.deallocated(name: name)
        case .prepare(let name, let index):
            statements.forget(name: name)
            reply.failure = reply.failure ?? (index, error)
        case .statement(let index, let name):
            if let name, error.isStaleStatement {
                if error.sqlState == "26000" { statements.forget(name: name) } else { statements.retire(name: name) }
            }
            reply.failure = reply.failure ?? (index, error)
        // The commit of a statement without BEGIN happens with the Sync, and with it the check of deferred constraints.
        case .sync: reply.failure = reply.failure ?? (max(0, reply.rows.count - 1), error)
        }
    }

    /// Collects results until there are no more. A COPY that begins ends the request, and leaves the connection to it.
    private mutating func processScript() -> Delivery? {
        while PQisBusy(libpq) == 0 {
            guard let pointer = PQgetResult(libpq) else {
                guard PQenterPipelineMode(libpq) == 1 else { return lost() }
                return endWithReply()
            }
            let result = PostgresResult(owning: pointer)
            switch PQresultStatus(pointer) {
            case PGRES_FATAL_ERROR: reply.failure = reply.failure ?? (reply.rows.count, PostgresError(result))
            case PGRES_COPY_IN where activity == .copyStarting: return endWithReply(then: .copyIn)
            case PGRES_COPY_OUT where activity == .copyStarting:
                readiness?.watchReads(false)
                return endWithReply(then: .copyOut)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: return lost()
            default: reply.rows.append(Rows(result: result))
            }
        }
        return nil
    }
}
