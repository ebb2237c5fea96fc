package import Accounts
package import Kernel
import Persistence
package import Postgres
import Web

/// Brings the UNSPSC tree in, in constant memory, by the rules of `SaveCategory`. What products are described by stays as it is.
package struct StageCategories: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    package struct Draft: Sendable, Equatable {
        package let line: Int
        package let code: String
        /// Nil: the nearest above it.
        package let parent: String?
        /// By language; English is always there.
        package let titles: [String: String]
        /// By language, of those of which something is said: an empty list for none. What is stored of other languages stays.
        package let keywords: [String: [String]]

        package init(line: Int, code: String, parent: String?, titles: [String: String], keywords: [String: [String]] = [:]) {
            self.line = line
            self.code = code
            self.parent = parent
            self.titles = titles
            self.keywords = keywords
        }

        /// What is wrong with it whatever else there is; pointers are columns.
        package var faults: [Fault] {
            var faults: [Fault] = []
            if !UNSPSC.isCode(code) { faults.append(Fault("code", "notACategory", "Eight digits of UNSPSC.")) }
            if let parent, !UNSPSC.isCode(parent) || !UNSPSC.chain(code).dropFirst().contains(parent) {
                faults.append(Fault("parent", "notAboveIt", "A category's code begins with the digits of the one above it."))
            }
            if titles["en"] == nil { faults.append(Fault("title.en", "englishMissing", "A text in English (en) is needed.")) }
            for (language, words) in keywords.sorted(by: { $0.key < $1.key }) {
                if words.count > Limits.categoryKeywords {
                    faults.append(Fault("keywords.\(language)", "tooMany", "At most \(Limits.categoryKeywords)."))
                }
                if words.contains(where: { $0.count > Limits.nameCharacters }) {
                    faults.append(Fault("keywords.\(language)", "tooLong", "At most \(Limits.nameCharacters) characters each."))
                }
            }
            return faults
        }
    }

    package enum Line: Sendable {
        case category(Draft)
        /// Refused by whoever reads.
        case unreadable
    }

    /// The parameters are those of `StageProducts`.
    package func callAsFunction(
        isDryRun: Bool = false, skipsBad: Bool = false, next: () throws -> Line?, refuse: (Int, Fault) throws -> Void,
        differ: ((StagedDifference) throws -> Void)? = nil, by author: PersonID? = nil, settings: [Setting] = [],
        finish: (StageProducts.Outcome, borrowing Transaction) async throws -> Void = { _, _ in }
    ) async throws -> StageProducts.Outcome {
        var outcome = StageProducts.Outcome()
        var isBegun = false
        do {
            return try await database.transaction(AccountScope(person: author?.uuid).settings + settings) { transaction in
                guard !isBegun else { throw StageProducts.Interrupted() }
                isBegun = true
                if let author { try await transaction.check(.manageCatalog, of: author) }
                _ = try await transaction.run(
                    ProductStagingQueries.takeTime, MasterProductQueries.waitForTurn, CategoryStagingQueries.create)
                try await copy(next, refuse, &outcome, transaction)
                _ = try await transaction.run(
                    CategoryStagingQueries.index, CategoryStagingQueries.forgetRepeated, CategoryStagingQueries.settle,
                    CategoryStagingQueries.findParents)
                try await settle(skipsBad, refuse, &outcome, transaction)
                if outcome.refused > 0, !skipsBad {
                    outcome.isHeldBack = true
                    throw NothingKept()
                }
                try await transaction.run(CategoryStagingQueries.compare)
                if let differ { try await tell(differ, transaction) }
                (outcome.added, outcome.changed) = try await transaction.run(CategoryStagingQueries.merge)
                if isDryRun { throw NothingKept() }
                try await finish(outcome, transaction)
                return outcome
            }
        } catch is NothingKept {
            return outcome
        }
    }

    private struct NothingKept: Error {}

    private func copy(
        _ next: () throws -> Line?, _ refuse: (Int, Fault) throws -> Void, _ outcome: inout StageProducts.Outcome,
        _ transaction: borrowing Transaction
    ) async throws {
        var (read, refused) = (0, 0)
        _ = try await transaction.copyIn(CategoryStagingQueries.copy) { writer in
            while let one = try next() {
                read += 1
                guard case .category(let draft) = one else {
                    refused += 1
                    continue
                }
                let faults = draft.faults
                guard faults.isEmpty else {
                    for fault in faults { try refuse(draft.line, fault) }
                    refused += 1
                    continue
                }
                try await writer.row(
                    draft.line, draft.code, draft.parent, Self.json(draft.titles.mapValues(JSONValue.string)),
                    Self.json(draft.keywords.mapValues { .array($0.map(JSONValue.string)) }))
            }
        }
        outcome.read = read
        outcome.refused = refused
    }

    /// One that is left out may be another's parent, so it is asked until nothing is wrong.
    private func settle(
        _ skipsBad: Bool, _ refuse: (Int, Fault) throws -> Void, _ outcome: inout StageProducts.Outcome,
        _ transaction: borrowing Transaction
    ) async throws {
        while true {
            let flaws = try await transaction.run(CategoryStagingQueries.flaws)
            guard !flaws.isEmpty else { return }
            for flaw in flaws {
                try refuse(
                    flaw.line,
                    flaw.flaw == "givenTwice"
                        ? Fault("code", flaw.flaw, "Line \(flaw.first ?? 0) has the code \(flaw.code) already.")
                        : Fault("parent", flaw.flaw, "There is no category \(flaw.parent ?? "")."))
            }
            let lines = Set(flaws.map(\.line))
            outcome.refused += lines.count
            guard skipsBad else { return }
            try await transaction.run(CategoryStagingQueries.forget(Array(lines)))
        }
    }

    private func tell(_ differ: (StagedDifference) throws -> Void, _ transaction: borrowing Transaction) async throws {
        var line = 0
        try await transaction.run(CategoryStagingQueries.indexDifferences)
        while true {
            let differences = try await transaction.run(CategoryStagingQueries.differences(after: line, limit: 500))
            guard let last = differences.last else { return }
            for difference in differences { try differ(difference) }
            line = last.line
        }
    }

    private static func json(_ members: [String: JSONValue]) -> String {
        let object = members.sorted { $0.key < $1.key }.reduce(into: JSONObject()) { $0[$1.key] = $1.value }
        return String(decoding: JSONValue.object(object).jsonBytes, as: UTF8.self)
    }
}
