import Accounts
import Catalog
import Kernel
import Web

struct ImportRepresentation: Encodable {
    let id: ImportID
    let kind: String
    let account: AccountID?
    let by: PersonPart
    let state: String
    let dryRun: Bool
    let onError: String
    let mode: String?
    let publish: Bool?
    let replace: Bool?
    let createdAt: Instant
    let startedAt: Instant?
    let endedAt: Instant?
    let progress: ProgressPart
    let encoding: String?
    let kept: Bool?
    let lines: LinesPart?
    let contracts: [ContractPart]?
    let configurations: [ConfigurationPart]?
    let failure: String?
    let cancelledBy: PersonPart?
    let actions: [ActionLink]

    struct PersonPart: Encodable {
        let id: PersonID
        let name: String
    }

    struct ProgressPart: Encodable {
        let bytes: Int
        let ofBytes: Int
        let lines: Int
    }

    /// Of contract prices what is added and changed are rules.
    struct LinesPart: Encodable {
        let read: Int
        let added: Int
        let changed: Int
        let unchanged: Int?
        let refused: Int
    }

    struct ContractPart: Encodable {
        let number: String
        let state: String
        let version: Int?
        let added: Int
        let changed: Int
        let removed: Int
        let obstacles: [String]?
        /// Of a version that was published: the newest of the open quotes that it makes a difference to, and how many there are.
        let touches: [TouchedQuoteRepresentation]?
        let touchesCount: Int?
        let touchesOn: LocalDate?
        let touchesTruncated: Bool?

        init(_ contract: StageContractLines.ContractOutcome) {
            (number, state, version) = (contract.number, contract.state.rawValue, contract.version)
            (added, changed, removed) = (contract.added, contract.changed, contract.removed)
            obstacles = contract.obstacles.isEmpty ? nil : contract.obstacles
            touches = contract.touches?.quotes.map(TouchedQuoteRepresentation.init)
            (touchesCount, touchesOn) = (contract.touches?.count, contract.touches?.on)
            touchesTruncated = contract.touches?.isTruncated
        }
    }

    struct ConfigurationPart: Encodable {
        let number: String
        let state: String
    }

    init(_ job: ImportJob) {
        (id, kind, account) = (job.id, job.kind.rawValue, job.account)
        by = PersonPart(id: job.person, name: job.personName)
        state = job.state.rawValue
        dryRun = job.options.isDryRun
        onError = job.options.skipsBad ? "skip" : "refuse"
        let isOfPrices = job.kind == .contractPrices
        mode = isOfPrices ? (job.options.adds ? "add" : "replace") : nil
        publish = isOfPrices ? job.options.publishes : nil
        replace = job.kind == .contracts ? job.options.replacesOthers ?? false : nil
        (createdAt, startedAt, endedAt) = (job.createdAt, job.startedAt, job.endedAt)
        progress = ProgressPart(bytes: job.bytesRead, ofBytes: job.bytes, lines: job.linesRead)
        (encoding, failure) = (job.encoding, job.failure)
        kept = job.outcome?.isKept
        lines = job.outcome.map { outcome in
            LinesPart(
                read: outcome.read, added: outcome.added, changed: outcome.changed,
                unchanged: job.kind.isOfContracts ? nil : outcome.unchanged, refused: outcome.refused)
        }
        contracts = job.outcome?.contracts.map { $0.map(ContractPart.init) }
        configurations = job.outcome?.configurations.map { $0.map { ConfigurationPart(number: $0.number, state: $0.state.rawValue) } }
        cancelledBy = job.cancelledBy.map { PersonPart(id: $0.person, name: $0.name) }
        let isOpen = job.state == .queued || job.state == .running
        actions =
            (isOpen ? [ActionLink("cancel", "POST", "\(Self.path(job))/cancel")] : [])
            + job.outputs.map { ActionLink($0.rawValue, "GET", "\(Self.path(job))/\($0.rawValue)") }
    }

    static func path(_ job: ImportJob) -> String { "/v1/imports/\(job.id)" }
}
