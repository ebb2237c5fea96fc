import Accounts
package import Kernel
import Ledger
import Persistence
package import Postgres

/// Makes drafts of contracts of a file of their rules, in constant memory: the lines are copied to the database as they come, and taken
/// from there contract by contract. A draft is checked by what checks one over HTTP; a published version never changes.
package struct StageContractLines: Sendable {
    private let database: Database
    private let writeDown: WriteDownContract
    private let findTouched: FindTouchedQuotes
    private let world: World

    package init(database: Database, touched: FindTouchedQuotes, world: World) {
        self.database = database
        self.world = world
        findTouched = touched
        writeDown = WriteDownContract(world: world)
    }

    /// - Parameters:
    ///   - settings: of the transaction beside its account's row security.
    ///   - next: the next line; nil at the end. One that is broken has been told by whoever reads.
    ///   - finish: done at the end of the transaction that keeps something.
    /// - Returns: nothing is kept where something was refused and `skipsBad` is false.
    package func callAsFunction(
        _ options: Options, by author: ContractAuthor, settings: [Setting] = [], next: (Known) throws -> ContractLine?,
        _ listener: Listener, finish: (Outcome, borrowing Transaction) async throws -> Void = { _, _ in }
    ) async throws -> Outcome {
        var outcome = Outcome()
        var events: [EventDraft] = []
        var isBegun = false
        let scope = AccountScope(account: author.account.uuid, person: author.person?.uuid).settings
        do {
            return try await database.transaction(scope + settings) { transaction in
                guard !isBegun else { throw Interrupted() }
                isBegun = true
                let (_, currencies, today, _) = try await transaction.run(
                    ContractStagingQueries.takeTime, ContractStagingQueries.currencies(in: author.account),
                    AccountDayQueries.today(in: author.account, at: world.now()), ContractStagingQueries.create)
                try await copy(Known(currencies), next, &outcome, transaction)
                let (_, _, contracts) = try await transaction.run(
                    ContractStagingQueries.index, ContractStagingQueries.settle, ContractStagingQueries.contracts(in: author.account))
                try await refuseStrays(author, listener, &outcome, transaction)
                for contract in contracts {
                    let one = OneContract(number: contract.number, options: options, author: author, today: today)
                    events += try await take(one, listener, &outcome, transaction)
                }
                if options.isDryRun || (outcome.refused > 0 && !options.skipsBad) { throw NothingKept() }
                try await finish(outcome, transaction)
                // The head of the ledger last: from there on whoever writes in the account waits.
                if !events.isEmpty { transaction.record(events, in: author.account.uuid, by: author.actor, world: world) }
                return outcome
            }
        } catch is NothingKept {
            return outcome
        }
    }

    private struct NothingKept: Error {}

    private struct OneContract {
        let number: String
        let options: Options
        let author: ContractAuthor
        let today: LocalDate
    }

    private func copy(
        _ known: Known, _ next: (Known) throws -> ContractLine?, _ outcome: inout Outcome, _ transaction: borrowing Transaction
    ) async throws {
        var read = 0
        var rule = 0
        var before: ContractLine?
        _ = try await transaction.copyIn(ContractStagingQueries.copy) { writer in
            while let line = try next(known) {
                read += 1
                if !line.goesOn(before) { rule += 1 }
                before = line
                try await writer.row(
                    line.line, rule, line.contract, line.kind, line.selector, line.value, line.priority, line.isCumulative, line.from,
                    line.price?.amount, line.price?.currency.code, line.percent, line.minimum, line.maximum, line.multiple, line.isBroken)
            }
        }
        outcome.read = read
    }

    private func refuseStrays(
        _ author: ContractAuthor, _ listener: Listener, _ outcome: inout Outcome, _ transaction: borrowing Transaction
    ) async throws {
        var last = 0
        while true {
            let strays = try await transaction.run(ContractStagingQueries.strays(in: author.account, after: last, limit: Self.linesAtOnce))
            guard let end = strays.last else { return }
            for stray in strays where !stray.isBroken {
                try listener.refuse(stray.line, Fault("contract", "unknownContract", "The account has no contract \(stray.contract)."))
            }
            outcome.refused += strays.count
            last = end.line
        }
    }

    /// - Returns: what has happened, to be recorded when all is done.
    private func take(
        _ one: OneContract, _ listener: Listener, _ outcome: inout Outcome, _ transaction: borrowing Transaction
    ) async throws -> [EventDraft] {
        let account = one.author.account
        let (found, versions, staged) = try await transaction.run(
            ContractRecordQueries.toWrite(.number(one.number), in: account),
            ContractRecordQueries.versions(.number(one.number), of: account),
            ContractStagingQueries.lines(of: one.number, limit: Limits.contractLines + 1))
        guard var record = found else { return [] }
        record.versions = versions
        var lines = ContractLines(staged)
        var refused = try tooMany(&lines, staged, listener)
        if staged.count > Limits.contractLines, let last = staged.last {
            refused += try await refuseRest(of: one.number, after: last.line.line, listener, transaction)
        }
        refused += try told(lines.remove(\.isBroken), listener)
        let inForce = try await transaction.content(of: record.version(on: one.today), of: record, in: account)
        let latest = try await transaction.content(of: record.versions.first, of: record, in: account)
        let base = base(record, inForce ?? latest, one)
        // What is refused of the file leaves the rules that there were, so their names are asked for too.
        var names = lines.content(on: base, adds: one.options.adds).content.names
        names.formUnion(base.names)
        let known = try await transaction.run(ContractRecordQueries.known(names))
        refused += try settle(&lines, base, record, known, one, listener)
        outcome.refused += refused
        let (content, _) = lines.content(on: base, adds: one.options.adds)
        let obstacles = content.faults(of: record, known: known)
        var result = ContractOutcome(number: one.number, state: .unchanged)
        for difference in content.differences(from: inForce ?? latest, contract: one.number) {
            result.count(difference.what)
            try listener.differ(difference)
        }
        result.obstacles = obstacles.map { "\($0.pointer): \($0.detail)" }
        let isKept = one.options.skipsBad || outcome.refused == 0
        let events = try await keep(content, of: &record, known, base, one, isKept: isKept, &result, transaction)
        if result.state == .refused {
            // Nothing of it goes in, so each of its lines is told.
            for line in lines.groups.flatMap(\.lines) {
                let reasons = result.obstacles.joined(separator: " ")
                try listener.refuse(line.line, Fault("contract", "contractFaulty", "The contract cannot be published: \(reasons)"))
                outcome.refused += 1
            }
        }
        outcome.contracts.append(result)
        return events
    }

    /// Writes the draft where it says something new, and publishes it where that is wanted and can be. A dry run does the same, and is
    /// undone: so it says what the other would.
    private func keep(
        _ content: ContractContent, of record: inout ContractRecord, _ known: ContractNames, _ base: ContractContent, _ one: OneContract,
        isKept: Bool, _ result: inout ContractOutcome, _ transaction: borrowing Transaction
    ) async throws -> [EventDraft] {
        let options = one.options
        let saysNew = !content.agrees(with: base) || options.validFrom != nil || options.validTo != nil
        let isDrafted = record.draft.map { !content.says(what: $0) } ?? saysNew
        guard isDrafted || record.draft != nil else { return [] }
        if options.publishes, !result.obstacles.isEmpty {
            result.state = .refused
            return []
        }
        result.state = options.publishes ? .published : isDrafted ? .drafted : .unchanged
        // Something of the file was refused, and nothing of it will be kept.
        guard isKept else {
            if options.publishes { result.version = record.nextVersion }
            return []
        }
        var events: [EventDraft] = []
        if isDrafted, let event = try writeDown.draft(content, of: &record, by: one.author, in: transaction) { events.append(event) }
        guard options.publishes, let content = record.draft else { return events }
        let draft = try writeDown.publishable(content, of: record, known: known)
        result.version = record.nextVersion
        result.touches = TouchedSummary(try await findTouched(content, of: record, in: one.author.account, transaction))
        events.append(try writeDown.publish(draft, content, of: &record, by: one.author, in: transaction))
        return events
    }

    /// What the next version says before the file: the draft that there is, or else what is in force, from today on.
    private func base(_ record: ContractRecord, _ agreed: ContractContent?, _ one: OneContract) -> ContractContent {
        var base = record.draft ?? agreed ?? ContractContent(validFrom: one.today)
        if record.draft == nil, agreed != nil {
            base.validFrom = max(one.today, base.validFrom)
            base.replaces = nil
        }
        if let day = one.options.validFrom { base.validFrom = day }
        if let day = one.options.validTo { base.validTo = day }
        if !one.options.replaces.isEmpty { base.replaces = one.options.replaces }
        return base
    }

    /// Takes out, and tells, what the check finds wrong with lines of the file, until it finds nothing more: what is left may be wrong
    /// without what was taken out.
    private func settle(
        _ lines: inout ContractLines, _ base: ContractContent, _ record: ContractRecord, _ known: ContractNames, _ one: OneContract,
        _ listener: Listener
    ) throws -> Int {
        var refused = 0
        while true {
            let (content, origins) = lines.content(on: base, adds: one.options.adds)
            let places = content.faults(of: record, known: known).compactMap { fault in origins.place(of: fault).map { ($0, fault) } }
            guard !places.isEmpty else { return refused }
            let first = lines.saidBefore
            for (place, fault) in places {
                let again = ["overlap", "twice"].contains(fault.code) ? first[place.line.line] : nil
                try listener.refuse(
                    place.line.line,
                    again.map { Fault(place.column, "givenTwice", "Line \($0) says this already.") }
                        ?? Fault(place.column, fault.code, fault.sentence))
            }
            let wrong = Set(places.map(\.0.line.line))
            refused += try told(lines.remove { wrong.contains($0.line) }, besides: wrong, listener)
        }
    }

    /// Tells the other lines of rules of which one was refused: a rule without one of its steps would be another price.
    private func told(_ removed: [ContractLine], besides told: Set<Int> = [], _ listener: Listener) throws -> Int {
        for line in removed where !line.isBroken && !told.contains(line.line) {
            try listener.refuse(line.line, Fault("", "ruleRefused", "Another line of the same rule was refused."))
        }
        return removed.count
    }

    /// Tells every line of a contract behind the last that was looked at.
    private func refuseRest(
        of contract: String, after line: Int, _ listener: Listener, _ transaction: borrowing Transaction
    ) async throws -> Int {
        let detail: Sentence = "Behind the \(Limits.contractLines) lines that a contract may have."
        var (last, refused) = (line, 0)
        while true {
            let rest = try await transaction.run(ContractStagingQueries.rest(of: contract, after: last, limit: Self.linesAtOnce))
            guard let end = rest.last else { return refused }
            for line in rest where !line.isBroken { try listener.refuse(line.line, Fault("", "tooMany", detail)) }
            refused += rest.count
            last = end.line
        }
    }

    /// Lines that are told of and not otherwise looked at are read so many at once.
    private static let linesAtOnce = 10_000

    private func tooMany(
        _ lines: inout ContractLines, _ staged: [(rule: Int, line: ContractLine)], _ listener: Listener
    ) throws -> Int {
        var counts: [ContractLine.Part: Int] = [:]
        var beyond: Set<Int> = []
        for group in lines.groups {
            counts[group.first.part, default: 0] += 1
            let isTooMany = counts[group.first.part, default: 0] > Limits.contractRules
            if isTooMany || group.lines.count > Limits.stepsPerRule { beyond.insert(group.first.line) }
        }
        if staged.count > Limits.contractLines, let last = lines.groups.last { beyond.insert(last.first.line) }
        for line in beyond.sorted() {
            let detail =
                "At most \(Limits.contractRules) rules of each kind, \(Limits.stepsPerRule) steps of one and "
                + "\(Limits.contractLines) lines of a contract."
            try listener.refuse(line, Fault("", "tooMany", detail))
        }
        return try told(lines.remove { beyond.contains($0.line) }, besides: beyond, listener)
    }
}

extension StageContractLines {
    /// The database had the transaction done anew, and what was read is gone: the import can be run again.
    package struct Interrupted: Error, CustomStringConvertible {
        package let description = "the database was busy with somebody else's change; run the import again"
    }
}

extension ContractContent {
    /// Whether the rules say the same, in whatever order the assortment and the quantity rules stand: that of prices is told in receipts.
    fileprivate func agrees(with other: ContractContent) -> Bool {
        rules == other.rules && assortment.map(\.key).sorted() == other.assortment.map(\.key).sorted()
            && Set(quantityRules.map { "\($0)" }) == Set(other.quantityRules.map { "\($0)" })
    }

    /// Whether it says the same as a draft, with the days and what it replaces on purpose.
    fileprivate func says(what draft: ContractContent) -> Bool {
        (validFrom, validTo) == (draft.validFrom, draft.validTo) && Set(replaces ?? []) == Set(draft.replaces ?? [])
            && agrees(with: draft)
    }
}
