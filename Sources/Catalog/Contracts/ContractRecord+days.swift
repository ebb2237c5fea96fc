package import Kernel

extension ContractRecord {
    /// The days on which each published version counts: of those that hold on a day it is the latest.
    package var daysInForce: [(version: Version, spans: [DaySpan])] {
        var later: [DaySpan] = []
        return versions.map { version in
            var spans = [version.span.ended(on: endedOn)].compactMap(\.self)
            for other in later { spans = spans.flatMap { $0.without(other) } }
            later.append(version.span)
            return (version, spans)
        }
    }

    /// What the next one will be called by.
    var nextVersion: Int { (versions.first?.number ?? 0) + 1 }

    /// The version that counts on a day; nil where none does.
    package func version(on day: LocalDate) -> Version? {
        guard endedOn.map({ day <= $0 }) ?? true else { return nil }
        return versions.first { $0.span.contains(day) }
    }

    /// The first day that any of its versions is about: by it its periods are counted, so that a correction in the middle of a year does
    /// not begin another one.
    package var firstDay: LocalDate? { versions.map(\.validFrom).min() }

    /// From its first day to the last that any of its versions is about, or that it was ended on; nil before there is one.
    package var span: DaySpan? {
        guard let firstDay else { return nil }
        let lasts = versions.map(\.span.last)
        let days = DaySpan(from: firstDay, to: lasts.contains(nil) ? nil : lasts.compactMap(\.self).max())
        return days.ended(on: endedOn) ?? days
    }
}

extension ContractRecord.Version {
    package var span: DaySpan { DaySpan(from: validFrom, to: validTo) }
}

extension ContractContent {
    /// Whom the next version would push aside without having said so. A version that begins later than the one before and holds as long
    /// follows it, which needs no word. One that begins no later hides days that were agreed otherwise, and one that ends earlier brings
    /// the old one back: that is told, and done where `replaces` names the version.
    func overlaps(with record: ContractRecord) -> [Fault] {
        let days = DaySpan(from: validFrom, to: validTo)
        var faults: [Fault] = []
        for (index, number) in (replaces ?? []).enumerated() where !record.versions.contains(where: { $0.number == number }) {
            faults.append(Fault("/replaces/\(index)", "unknownVersion", "The contract has no version \(number)."))
        }
        if let end = record.endedOn, end < validFrom {
            faults.append(Fault("/validFrom", "contractEnded", "The contract was ended on \(end): no later day is its."))
        }
        for (version, spans) in record.daysInForce where replaces?.contains(version.number) != true {
            guard let hidden = spans.first(where: days.overlaps) else { continue }
            if days.first <= version.validFrom {
                faults.append(
                    Fault(
                        "/validFrom", "overlapsVersion",
                        "Version \(version.number) holds from \(hidden.first); name it in replaces if this one takes its place."))
            } else if let end = validTo, spans.contains(where: { $0.outlasts(days) }) {
                faults.append(
                    Fault(
                        "/validTo", "versionResumes",
                        "After \(end) version \(version.number) would hold again; name it in replaces if it is to."))
            }
        }
        return faults
    }
}
