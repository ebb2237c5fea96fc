import Cryptography
import Kernel

/// What of an offer becomes a version, or why nothing does. What files have published already is not published again, and what somebody
/// published by other means since is not taken back without a word.
struct ContractOfferPlan {
    struct Step {
        let content: ContractContent
        let draft: ContractDraft
        /// Of what the file says, without what this plan adds.
        let said: Digest
        /// The version that counted before, if there was one.
        let before: ContractRecord.Version?
        let number: Int
    }

    private(set) var steps: [Step] = []
    private(set) var flaws: [ContractOffer.Flaw] = []

    private let offer: ContractOffer
    private let stored: StoredOffer
    /// With the versions that the steps make.
    private var record: ContractRecord
    private var ofFiles: Set<Int>

    /// - Parameters:
    ///   - id: of the contract where it is new.
    ///   - known: what there is of the offer's names.
    ///   - replacesOthers: whether it goes over what somebody published by other means.
    init(
        _ offer: ContractOffer, _ stored: StoredOffer, id: ContractID, known: ContractNames, replacesOthers: Bool, at now: Instant
    ) throws {
        self.offer = offer
        self.stored = stored
        record =
            stored.record
            ?? ContractRecord(
                id: id, number: offer.number, name: offer.name, unit: offer.unit, currency: offer.currency, revision: 1, endedOn: nil,
                draft: nil, versions: [])
        ofFiles = Set(stored.published.map(\.number))
        compare()
        let said = try offer.versions.map { SHA256.digest(try $0.canonical()) }
        let first = firstToPublish(said)
        guard first < said.count, record.currency == offer.currency else { return }
        let goesOver = checkPublishing(replacesOthers: replacesOthers)
        for place in first..<said.count { plan(place, said: said[place], known: known, overOthers: goesOver, at: now) }
    }

    var contract: ContractID { record.id }
    var isNew: Bool { stored.record == nil }
    var number: String { offer.number }
    /// As it was before this plan; nil where it is new.
    var storedRecord: ContractRecord? { stored.record }
    /// The latest first.
    var storedVersions: [ContractRecord.Version] { stored.record?.versions ?? [] }

    /// With the versions of the steps before this one.
    func record(before step: Step) -> ContractRecord {
        var earlier = record
        earlier.versions.removeAll { $0.number >= step.number }
        return earlier
    }

    /// What a contract keeps for its life.
    private mutating func compare() {
        guard let kept = stored.record else {
            if stored.unitIsDisabled { refuse("/unit", "unknownUnit", "The unit is disabled.") }
            return
        }
        if kept.currency != offer.currency {
            refuse("/currency", "otherCurrency", "The contract \(kept.number) is in \(kept.currency), and stays so.")
        }
        if kept.unit != offer.unit { refuse("/unit", "otherUnit", "The contract \(kept.number) is another unit's, and stays so.") }
        if kept.name != offer.name { refuse("/name", "otherName", "The contract \(kept.number) is named “\(kept.name)”, and stays so.") }
    }

    /// - Returns: whether it takes the place of versions that no file published: it may, or that it does is told.
    private mutating func checkPublishing(replacesOthers: Bool) -> Bool {
        if let day = record.endedOn {
            refuse("/number", "contractEnded", "The contract \(record.number) was ended on \(day): a file publishes nothing in it.")
        }
        let last = stored.published.last?.number ?? 0
        guard !replacesOthers, let other = record.versions.first, other.number > last else { return replacesOthers }
        refuse(
            "/number", "publishedOtherwise",
            "Version \(other.number) of \(record.number) was not published by a file; --replace (replace=true) publishes this after it.")
        return true
    }

    /// Where the file goes on from the last version that a file published. Where it no longer has that, from the first that differs if that
    /// is enough for the days to be as the file has them, else from the beginning.
    private func firstToPublish(_ said: [Digest]) -> Int {
        let published = stored.published
        for count in stride(from: said.count, to: 0, by: -1) {
            guard let last = published.last, says(count - 1, said[count - 1], what: last) else { continue }
            if followed(said.prefix(count - 1), among: published.dropLast()) == count - 1 { return count }
        }
        let first = followed(said[...], among: published[...])
        guard first < said.count else { return 0 }
        let file = zip(said, offer.versions).map { (said: $0, days: DaySpan(from: $1.validFrom, to: $1.validTo)) }
        let before = published.compactMap { one in
            record.versions.first { $0.number == one.number }.map { (said: one.said ?? one.rules, days: $0.span) }
        }
        return Self.agree(before + file[first...], file) ? first : 0
    }

    /// Whether the same is said for every day, where the last one that speaks of a day counts.
    private static func agree(_ some: [(said: Digest, days: DaySpan)], _ others: [(said: Digest, days: DaySpan)]) -> Bool {
        (some + others).flatMap { [$0.days.first, $0.days.last?.adding(days: 1)] }.compactMap(\.self).allSatisfy { day in
            some.last { $0.days.contains(day) }?.said == others.last { $0.days.contains(day) }?.said
        }
    }

    /// How many of these were published, one after the other.
    private func followed(_ said: ArraySlice<Digest>, among published: ArraySlice<StoredOffer.Published>) -> Int {
        var rest = published
        for (place, digest) in said.enumerated() {
            guard let found = rest.firstIndex(where: { says(place, digest, what: $0) }) else { return place }
            rest = rest[(found + 1)...]
        }
        return said.count
    }

    private func says(_ place: Int, _ said: Digest, what published: StoredOffer.Published) -> Bool {
        if let before = published.said { return before == said }
        let content = offer.versions[place]
        return content.saysNoMoreThanItsRules && draft(of: content)?.digest == published.rules
    }

    private mutating func plan(_ place: Int, said: Digest, known: ContractNames, overOthers: Bool, at now: Instant) {
        var content = offer.versions[place]
        let replaced = covered(by: content, overOthers: overOthers)
        if !replaced.isEmpty { content.replaces = Set(content.replaces ?? []).union(replaced).sorted() }
        flaws += content.faults(of: record, known: known).map { .init(version: place, fault: $0) }
        let number = (record.versions.first?.number ?? 0) + 1
        if let draft = draft(of: content) {
            steps.append(Step(content: content, draft: draft, said: said, before: record.versions.first, number: number))
        }
        record.versions.insert(.init(number: number, validFrom: content.validFrom, validTo: content.validTo, publishedAt: now), at: 0)
        ofFiles.insert(number)
    }

    /// Versions whose place a file's next one takes without being told, because a file published them too. One that would come back when
    /// the next one ends is told of like anywhere else.
    private func covered(by content: ContractContent, overOthers: Bool) -> [Int] {
        let days = DaySpan(from: content.validFrom, to: content.validTo)
        return record.daysInForce.filter { version, spans in
            (overOthers || ofFiles.contains(version.number)) && days.first <= version.validFrom
                && spans.contains(where: days.overlaps) && !spans.contains { $0.outlasts(days) }
        }.map(\.version.number)
    }

    private func draft(of content: ContractContent) -> ContractDraft? {
        content.draft(number: offer.number, name: offer.name, currency: offer.currency)
    }

    private mutating func refuse(_ pointer: String, _ code: String, _ detail: Sentence) {
        flaws.append(.init(version: nil, fault: Fault(pointer, code, detail)))
    }
}

extension ContractContent {
    /// Whether a version without its content would say as much.
    fileprivate var saysNoMoreThanItsRules: Bool {
        terms.delivery == nil && terms.warranty == nil && terms.freight == nil && productLists.isEmpty && commitments.isEmpty
            && rebates.isEmpty
    }
}
