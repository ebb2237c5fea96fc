import Accounts
import Catalog
import FoundationEssentials
import Kernel
import Ledger
import Postgres

/// One job from its input to what is written of it: the import, the files that it wrote and its end are one transaction.
struct CarryOutImport: Sendable {
    let database: Database
    let world: World

    func callAsFunction(_ job: ClaimedImport, progress: @escaping @Sendable (_ bytes: Int, _ lines: Int) -> Void) async throws {
        let files = try Files()
        try await spool(job, to: files.input)
        switch job.kind {
        case .products:
            let (outcome, encoding) = try await ImportProducts(database: database, world: world)(
                files.source, isDryRun: job.options.isDryRun, skipsBad: job.options.skipsBad, listener(files, progress), by: job.person,
                settings: ImportWorkQueries.settings,
                finish: { outcome, encoding, transaction in
                    try await end(job, outcome.summary(isKept: true), encoding, files, transaction)
                })
            try await endUnkept(job, outcome.summary(isKept: false), encoding, files)
        case .categories:
            let (outcome, encoding) = try await ImportCategories(database: database)(
                files.source, isDryRun: job.options.isDryRun, skipsBad: job.options.skipsBad,
                listener(files, progress, header: StagedDifference.categoryHeader), by: job.person, settings: ImportWorkQueries.settings,
                finish: { outcome, encoding, transaction in
                    try await end(job, outcome.summary(isKept: true), encoding, files, transaction)
                })
            try await endUnkept(job, outcome.summary(isKept: false), encoding, files)
        case .contractPrices:
            try await importContracts(job, files, progress)
        case .catalog, .contracts:
            try await importYAML(job, files, progress)
        }
    }

    /// The files of one job while it is carried out.
    final class Files {
        let input: ScratchFile
        var report: ScratchFile
        var diff: ScratchFile
        var rows = RefusedRows()
        /// Of a YAML file, in place of rows.
        var refusedText: String?
        /// Whether the end is written already, with what was kept.
        var isEnded = false

        init() throws {
            (input, report, diff) = (try ScratchFile(), try ScratchFile(), try ScratchFile())
            try report.add(RefusedLine.header)
        }

        var source: ImportSource { .descriptor(input.descriptor, unpackedTo: Limits.importUnpackedBytes) }

        func refuse(_ line: RefusedLine) throws {
            try report.add(line.record)
            rows.add(line)
        }
    }

    private func spool(_ job: ClaimedImport, to file: ScratchFile) async throws {
        var position = 0
        while true {
            // Several a round trip; a piece has a mebibyte.
            let (one, two, three, four) = try await database.read(
                ImportWorkQueries.settings,
                ImportWorkQueries.chunk(position, of: job.id), ImportWorkQueries.chunk(position + 1, of: job.id),
                ImportWorkQueries.chunk(position + 2, of: job.id), ImportWorkQueries.chunk(position + 3, of: job.id))
            for bytes in [one, two, three, four] { if let bytes { try file.add(bytes) } }
            guard four != nil else { break }
            position += 4
        }
        try file.flush()
    }

    private func listener(
        _ files: Files, _ progress: @escaping (Int, Int) -> Void, header: String = StagedDifference.header
    ) throws -> ImportProducts.Listener {
        try files.diff.add(header)
        return ImportProducts.Listener(
            refuse: files.refuse, differ: { try files.diff.add($0.record) }, progress: progress)
    }

    private func importContracts(
        _ job: ClaimedImport, _ files: Files, _ progress: @escaping (Int, Int) -> Void
    ) async throws {
        let caller = try await caller(of: job)
        try files.diff.add(ContractRuleDifference.header)
        let (outcome, encoding) = try await ImportContractPrices(database: database, world: world)(
            files.source, job.options.ofContracts, by: try ContractAuthor(caller), settings: ImportWorkQueries.settings,
            .init(refuse: files.refuse, differ: { try files.diff.add($0.record) }, progress: progress),
            finish: { outcome, encoding, transaction in
                try await end(job, outcome.summary(isKept: true), encoding, files, transaction)
            })
        try await endUnkept(job, outcome.summary(isKept: false), encoding, files)
    }

    /// Who sent it in, with what they may do now.
    func caller(of job: ClaimedImport) async throws -> Caller {
        guard let account = job.account, let session = job.session else { throw AccessRefusal.accountNotFound }
        var caller = try await RecallCaller(database: database, world: world)(job.person, session: session, in: account)
        caller.origin = EventOrigin(session: session, address: job.address, request: job.request)
        return caller
    }

    func end(
        _ job: ClaimedImport, _ outcome: ImportOutcome, _ encoding: FileEncoding, _ files: Files, _ transaction: borrowing Transaction
    ) async throws {
        try await keep(files.report, .report, job, transaction)
        try await keep(files.diff, .diff, job, transaction)
        let refused = try ScratchFile()
        if let text = files.refusedText {
            try refused.add(text)
        } else {
            try files.rows.write(from: files.source) { try refused.add($0) }
        }
        try await keep(refused, .refused, job, transaction)
        try await transaction.run(ImportWorkQueries.done(job, outcome, encoding: encoding.description, at: world.now()))
        files.isEnded = true
    }

    func endUnkept(_ job: ClaimedImport, _ outcome: ImportOutcome, _ encoding: FileEncoding, _ files: Files) async throws {
        guard !files.isEnded else { return }
        try await database.transaction(ImportWorkQueries.settings) { transaction in
            try await end(job, outcome, encoding, files, transaction)
        }
    }

    private func keep(
        _ file: ScratchFile, _ name: ImportOutput, _ job: ClaimedImport, _ transaction: borrowing Transaction
    ) async throws {
        var lines = try file.lines()
        var position = 0
        while let text = try lines.next() {
            let query = ImportWorkQueries.write(text, name, at: position, of: job.id)
            position += 1
            // Some wait for no answer of their own: what is on its way stays bounded.
            if position % 8 == 0 { try await transaction.run(query) } else { transaction.enqueue(query) }
        }
    }
}

extension StageProducts.Outcome {
    fileprivate func summary(isKept: Bool) -> ImportOutcome {
        var outcome = ImportOutcome()
        (outcome.read, outcome.refused, outcome.added, outcome.changed) = (read, refused, added, changed)
        outcome.unchanged = unchanged
        outcome.isKept = isKept
        return outcome
    }
}

extension StageContractLines.Outcome {
    fileprivate func summary(isKept: Bool) -> ImportOutcome {
        var outcome = ImportOutcome()
        (outcome.read, outcome.refused) = (read, refused)
        outcome.added = contracts.reduce(0) { $0 + $1.added }
        outcome.changed = contracts.reduce(0) { $0 + $1.changed }
        outcome.contracts = contracts
        outcome.isKept = isKept
        return outcome
    }
}
