package import Accounts
package import Catalog
package import Kernel

package typealias ImportID = ID<ImportJob>

/// A file that one of the supplier's people has sent in, and what has become of it.
package struct ImportJob: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case products
        case categories
        case contractPrices = "contract-prices"
        /// The master catalog as in `Catalogs/`, in YAML.
        case catalog
        /// Contracts and standard configurations as in an account's file there, in YAML.
        case contracts

        package var isOfContracts: Bool { self == .contractPrices || self == .contracts }
        package var isYAML: Bool { self == .catalog || self == .contracts }
        /// Of the file as it comes.
        package var bytesAtMost: Int { isYAML ? Limits.importYAMLBytes : Limits.importBytes }
    }

    /// Follows from times: whose lease is over is queued again. `cancelling` is one that is to end and that somebody still works on.
    package enum State: String, Sendable, CaseIterable {
        case queued, running, cancelling, done, failed, cancelled

        package var hasEnded: Bool { [.done, .failed, .cancelled].contains(self) }
    }

    package struct Canceller: Sendable, Equatable {
        package let person: PersonID
        package let name: String
    }

    package let id: ImportID
    package let kind: Kind
    /// Whose contracts.
    package let account: AccountID?
    package let person: PersonID
    package let personName: String
    package let options: ImportOptions
    package let createdAt: Instant
    package let state: State
    package let startedAt: Instant?
    package let endedAt: Instant?
    /// Of the file as it came.
    package let bytes: Int
    package let bytesRead: Int
    package let linesRead: Int
    package let encoding: String?
    /// Nil also for who may not send in such files any more: they read that it ended, and not what it says of others.
    package let outcome: ImportOutcome?
    /// A sentence: why nothing of it was taken.
    package let failure: String?
    package let cancelledBy: Canceller?
    /// The files that it wrote and that are still kept, in their order; none for who may not send in such files any more.
    package let outputs: [ImportOutput]
}

/// How a file is to be taken.
package struct ImportOptions: Sendable, Equatable, Codable {
    package var isDryRun = false
    package var skipsBad = false
    /// Of contract prices only, as everything below.
    package var adds = false
    package var publishes = false
    package var validFrom: LocalDate?
    package var validTo: LocalDate?
    package var replaces: [Int] = []
    /// Of contracts in YAML: whether they go over what was published by other means. Nil in options from before there was this.
    package var replacesOthers: Bool?

    package init() {}

    var ofYAML: CatalogOptions {
        var options = CatalogOptions()
        options.isDryRun = isDryRun
        options.skipsBad = skipsBad
        options.replacesOthers = replacesOthers ?? false
        return options
    }

    var ofContracts: StageContractLines.Options {
        var options = StageContractLines.Options()
        options.isDryRun = isDryRun
        options.skipsBad = skipsBad
        options.adds = adds
        options.publishes = publishes
        options.validFrom = validFrom
        options.validTo = validTo
        options.replaces = replaces
        return options
    }
}

/// What became of a file, as it is kept.
package struct ImportOutcome: Sendable, Equatable, Codable {
    package var read = 0
    package var refused = 0
    package var added = 0
    package var changed = 0
    package var unchanged = 0
    /// Whether anything of it stays: not after a dry run, nor where something was refused and bad lines were not to be skipped.
    package var isKept = false
    /// Of contract prices.
    package var contracts: [StageContractLines.ContractOutcome]?
    /// Of contracts in YAML.
    package var configurations: [Configuration]?

    /// What became of a standard configuration.
    package struct Configuration: Sendable, Equatable, Codable {
        package enum State: String, Sendable, Codable { case unchanged, published, refused }

        package let number: String
        package let state: State
    }

    package init() {}
}
