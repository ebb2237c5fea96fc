import Accounts
import Catalog
import Kernel
import Postgres

/// A file that cannot be read as YAML, so that nothing of it can be told apart.
struct YAMLFileFault: Error, CustomStringConvertible {
    let fault: CatalogFault

    var description: String { "\(fault.line.map { "line \($0): " } ?? "")\(fault.detail)" }
}

extension CarryOutImport {
    /// The master catalog's or contracts' files in YAML, whole in memory; what was refused is YAML again.
    func importYAML(_ job: ClaimedImport, _ files: Files, _ progress: @escaping @Sendable (Int, Int) -> Void) async throws {
        let source = ImportSource.descriptor(files.input.descriptor, unpackedTo: Limits.importYAMLBytes)
        let (text, encoding) = try YAMLText.read(source)
        let file = CatalogFile(name: "import \(job.id)", text: text, valuesAtMost: Limits.importYAMLValues)
        if let fault = file.fault { throw YAMLFileFault(fault: fault) }
        let catalog = CatalogFiles(files: [file], form: job.kind == .catalog ? .master : .contracts)
        progress(text.utf8.count, catalog.count)
        let finish: (CatalogResult, borrowing Transaction) async throws -> Void = { result, transaction in
            try write(result, of: job, to: files)
            try await end(job, result.summary(of: job), encoding, files, transaction)
        }
        let result: CatalogResult
        if job.kind == .catalog {
            result = try await TakeCatalog(database: database, world: world)(
                catalog, job.options.ofYAML, by: job.person, settings: ImportWorkQueries.settings, finish: finish)
        } else {
            let caller = try await caller(of: job)
            result = try await ImportContracts(database: database, world: world)(
                catalog, job.options.ofYAML, by: caller, settings: ImportWorkQueries.settings, finish: finish)
        }
        guard !files.isEnded else { return }
        try write(result, of: job, to: files)
        try await endUnkept(job, result.summary(of: job), encoding, files)
    }

    /// In the place of what another try has written.
    private func write(_ result: CatalogResult, of job: ClaimedImport, to files: Files) throws {
        (files.report, files.diff) = (try ScratchFile(), try ScratchFile())
        try files.report.add(RefusedLine.header)
        for entry in result.faults { try files.report.add(entry.line.record) }
        try files.diff.add(job.kind == .catalog ? CatalogDifference.headerOfOne : ContractRuleDifference.header)
        for difference in result.differences {
            try files.diff.add(job.kind == .catalog ? difference.recordOfOne : difference.rule?.record ?? "")
        }
        files.refusedText = result.refusedText.isEmpty ? "# Nothing was refused.\n" : result.refusedText
    }
}

extension CatalogResult {
    fileprivate func summary(of job: ClaimedImport) -> ImportOutcome {
        var outcome = ImportOutcome()
        (outcome.read, outcome.refused, outcome.isKept) = (read, refused, isKept)
        if job.kind == .catalog {
            (outcome.added, outcome.changed, outcome.unchanged) = (added, changed, unchanged)
        } else {
            outcome.added = contracts.reduce(0) { $0 + $1.added }
            outcome.changed = contracts.reduce(0) { $0 + $1.changed }
            (outcome.contracts, outcome.configurations) = (contracts, configurations)
        }
        return outcome
    }
}
