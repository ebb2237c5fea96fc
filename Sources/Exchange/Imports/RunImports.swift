import Accounts
import Catalog
import Cryptography
import FoundationEssentials
package import Kernel
import Ledger
package import Logging
package import Postgres
import Synchronization

/// Carries out what has been sent in: each job once, by any number of instances. Who has one renews its lease; a job whose lease is over,
/// as that of a killed process, is taken by another and begins anew from its input. That it is done is written in the transaction of what
/// it did, and only by who still has it.
package struct RunImports: Sendable {
    private let database: Database
    private let world: World
    private let logger: Logger

    package init(database: Database, world: World, logger: Logger) {
        self.database = database
        self.world = world
        self.logger = logger
    }

    /// Until the task is cancelled: at once when told, and every few seconds anyway.
    package func run() async {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in database.listen(ImportQueries.channel) { wake.yield() } }
            group.addTask {
                while !Task.isCancelled {
                    wake.yield()
                    try? await Task.sleep(for: .seconds(Limits.importPollSeconds))
                }
            }
            group.addTask { for await _ in wakes { await drain() } }
            await group.waitForAll()
        }
    }

    private func drain() async {
        do {
            try await clear()
            while try await self(), !Task.isCancelled {}
        } catch is CancellationError {
        } catch {
            // The jobs stay where they are: it is tried again with the next wake.
            logger.warning("imports cannot be carried out", metadata: ["error": "\(error)"])
        }
    }

    /// Forgets files of jobs that have ended some days ago.
    package func clear() async throws {
        let now = world.now()
        let old = ImportWorkQueries.clear(
            inputsBefore: now + .seconds(-Limits.importInputDays * 86_400),
            outputsBefore: now + .seconds(-Limits.importOutputDays * 86_400),
            unsentBefore: now + .seconds(-3600))
        try await database.transaction(ImportWorkQueries.settings) { transaction in
            for query in old { transaction.enqueue(query) }
        }
    }

    /// Carries out the oldest job that nobody has.
    /// - Returns: whether there was one.
    @discardableResult
    package func callAsFunction() async throws -> Bool {
        let now = world.now()
        let claimed = try await database.transaction(ImportWorkQueries.settings) { transaction in
            transaction.enqueue(ImportWorkQueries.endCancelled(at: now))
            return try await transaction.run(
                ImportWorkQueries.claim(as: world.newUUID(), at: now, until: now + .seconds(Limits.importLeaseSeconds)))
        }
        guard let job = claimed else { return false }
        do {
            try await carryOut(job)
            logger.info("import done", metadata: metadata(job))
        } catch is ImportNotOurs {
            let query = ImportWorkQueries.cancelled(job, at: world.now())
            try await database.transaction(ImportWorkQueries.settings) { transaction in transaction.enqueue(query) }
            logger.warning("import was cancelled, or taken over", metadata: metadata(job))
        } catch {
            try await end(job, error)
        }
        return true
    }

    private func carryOut(_ job: ClaimedImport) async throws {
        guard job.tries <= Limits.importTries else { throw ImportGivenUp() }
        let progress = ImportReach()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await CarryOutImport(database: database, world: world)(job) { bytes, lines in
                    progress.note(bytes: bytes, lines: lines)
                }
                return true
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(Limits.importBeatSeconds))
                    let (bytes, lines) = progress.now
                    let leaseEnd = world.now() + .seconds(Limits.importLeaseSeconds)
                    try await database.transaction(ImportWorkQueries.settings) { transaction in
                        try await transaction.run(ImportWorkQueries.renew(job, bytes: bytes, lines: lines, until: leaseEnd))
                    }
                }
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    /// What is wrong with the file, or with who sent it, is said and is the end; what is ours is tried again.
    private func end(_ job: ClaimedImport, _ error: any Error) async throws {
        let now = world.now()
        let outcome: Query<Void>
        if let reason = Self.reason(error) {
            logger.info("import failed", metadata: metadata(job, reason))
            outcome = ImportWorkQueries.failed(job, reason, at: now)
        } else {
            logger.error("import broke off", metadata: metadata(job, "\(error)"))
            let isShutdown = error is CancellationError || Task.isCancelled
            outcome = ImportWorkQueries.giveBack(job, until: isShutdown ? now : now + .seconds(Limits.importPollSeconds))
        }
        // Also where this very task is being cancelled: the next instance takes it up at once. Where it cannot be said, the lease ends.
        try? await database.transaction(ImportWorkQueries.settings) { transaction in transaction.enqueue(outcome) }
        if error is CancellationError { throw error }
    }

    /// A refusal with all that it finds wrong, as far as somebody reads.
    static func reason(_ error: any Error) -> String? {
        switch error {
        case let fault as ImportFileRefusal: fault.description
        case let fault as YAMLFileFault: fault.description
        case let fault as CSVFault: fault.description
        case let fault as GzipFault: fault.description
        case let refusal as any Refusal: refusal.told
        case is ImportGivenUp: "It was tried \(Limits.importTries) times and never came to its end."
        default: nil
        }
    }

    private func metadata(_ job: ClaimedImport, _ reason: String? = nil) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["import": "\(job.id)", "kind": "\(job.kind.rawValue)", "try": "\(job.tries)"]
        if let reason { metadata["reason"] = "\(reason)" }
        return metadata
    }
}

extension Refusal {
    /// The sentence, and behind it each fault with its place.
    fileprivate var told: String {
        guard case .invalid(let faults) = kind, !faults.isEmpty else { return sentence }
        let shown = faults.prefix(Limits.faultsInFailure).map { $0.pointer.isEmpty ? "\($0.detail)" : "\($0.pointer): \($0.detail)" }
        let more = faults.count > shown.count ? " … and \(faults.count - shown.count) more." : ""
        return "\(sentence) \(shown.joined(separator: " "))\(more)"
    }
}

/// How far an import is: told by the one who reads, asked by the one who keeps the lease.
private final class ImportReach: Sendable {
    private let reached = Mutex((bytes: 0, lines: 0))

    var now: (bytes: Int, lines: Int) { reached.withLock { $0 } }

    func note(bytes: Int, lines: Int) { reached.withLock { $0 = (bytes, lines) } }
}

/// It was begun too often: each time the process or the database went away.
private struct ImportGivenUp: Error {}
