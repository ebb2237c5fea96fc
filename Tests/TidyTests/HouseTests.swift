import Testing

/// The house rules, on the repository as it is.
@Suite("The house")
struct HouseTests {
    let repository: Repository

    init() throws {
        repository = try Repository.current.get()
    }

    @Test("is read at all: every room of Package.swift has files")
    func everyRoomHasFiles() {
        let rooms = Set(repository.files.map(\.room))
        #expect(repository.manifest.rooms.count > 10)
        #expect(repository.manifest.rooms.filter { !rooms.contains($0) } == [])
        #expect(!repository.manifest.business.isEmpty)
    }

    @Test("looks back along the corridor, never forward")
    func roomsLookBack() {
        var earlier: Set<String> = []
        for room in repository.manifest.rooms {
            let forward = (repository.manifest.modules[room] ?? []).filter { repository.manifest.rooms.contains($0) }.subtracting(earlier)
            #expect(forward == [], "\(room) stands before what it imports")
            earlier.insert(room)
        }
    }

    @Test("imports by kind")
    func imports() {
        expectNone { repository.files.flatMap { ImportRule.findings(in: $0, by: repository.manifest) } }
    }

    @Test("keeps SQL in queries, and the clock out of it")
    func statements() {
        expectNone { repository.files.flatMap(StatementRule.findings) }
    }

    @Test("has one writer for a table")
    func writers() {
        expectNone { WriterRule.findings(in: repository.files) }
    }

    @Test("keeps files, functions and lines short")
    func sizes() {
        expectNone { repository.files.flatMap(SizeRule.findings) }
    }

    @Test("does without what it banned")
    func calls() {
        expectNone { repository.files.flatMap(CallRule.findings) }
    }

    @Test("explains every refusal")
    func refusals() {
        expectNone { RefusalRule.findings(in: repository.files, explained: repository.problems) }
    }

    @Test("guards every account's rows in the database")
    func migrations() {
        expectNone { MigrationRule.findings(in: repository.migrations) }
    }

    @Test("exempts nothing that no longer needs it")
    func exemptions() {
        let findings = allFindings
        for exemption in Exemption.all where !findings.contains(where: exemption.covers) {
            Issue.record("\(exemption.path) keeps the rule on \(exemption.rule.rawValue) by now: take its exemption away")
        }
    }

    private var allFindings: [Finding] {
        repository.files.flatMap { file in
            ImportRule.findings(in: file, by: repository.manifest) + StatementRule.findings(in: file) + SizeRule.findings(in: file)
                + CallRule.findings(in: file)
        } + WriterRule.findings(in: repository.files)
            + RefusalRule.findings(in: repository.files, explained: repository.problems)
            + MigrationRule.findings(in: repository.migrations)
    }

    private func expectNone(_ findings: () -> [Finding]) {
        for finding in findings() where !Exemption.all.contains(where: { $0.covers(finding) }) {
            Issue.record("\(finding.description)")
        }
    }
}
