import Cryptography
import FoundationEssentials
import Kernel

/// Checks a ledger without the database that wrote it: the numbering and the chain of hashes (rule 17; format in docs/ledger.md).
package enum LedgerProof {
    package enum Break: Error, Equatable {
        case gap(expected: Int, found: Int)
        case chain(sequence: Int)
        case content(sequence: Int)
        /// The events end before or after the head, or with another hash.
        case end(sequence: Int)
    }

    /// The hash before the first event.
    package static let genesis: [UInt8] = [0]

    /// The number and hash of an account's last event. Whoever noted one down can tell later that nothing before it was cut off.
    package struct Head: Sendable, Equatable {
        package let sequence: Int
        package let hash: [UInt8]

        package init(sequence: Int, hash: [UInt8]) {
            self.sequence = sequence
            self.hash = hash
        }
    }

    /// Throws the first break.
    /// - Parameters:
    ///   - events: from the first one on, in order.
    ///   - head: where they must end; without it a missing end goes unnoticed.
    package static func check(_ events: some Sequence<Event>, upTo head: Head? = nil) throws(Break) {
        var previous = genesis
        var expected = 1
        for event in events {
            guard event.sequence == expected else { throw .gap(expected: expected, found: event.sequence) }
            guard event.previousHash == previous else { throw .chain(sequence: event.sequence) }
            guard event.hash == hash(of: event, after: previous) else { throw .content(sequence: event.sequence) }
            previous = event.hash
            expected += 1
        }
        if let head, head != Head(sequence: expected - 1, hash: previous) { throw .end(sequence: expected - 1) }
    }

    /// The same for who is not shown every event: each by its own two hashes, and its place behind the one before where their numbers
    /// follow one another. Over a gap the later event's previous hash stands for what is not shown, so that nothing there can be changed
    /// without it; who is shown all can tell whether it does.
    package static func checkShown(_ events: some Sequence<Event>) throws(Break) {
        var last: Head?
        for event in events {
            if let last {
                guard event.sequence > last.sequence else { throw .gap(expected: last.sequence + 1, found: event.sequence) }
                guard event.sequence > last.sequence + 1 || event.previousHash == last.hash else { throw .chain(sequence: event.sequence) }
            } else if event.sequence == 1, event.previousHash != genesis {
                throw .chain(sequence: 1)
            }
            guard event.hash == hash(of: event, after: event.previousHash) else { throw .content(sequence: event.sequence) }
            last = Head(sequence: event.sequence, hash: event.hash)
        }
    }

    static func hash(of event: Event, after previous: [UInt8]) -> [UInt8] {
        let lines = [
            text(event.account), String(event.sequence), text(event.id), event.kind, event.subjectKind, text(event.subject),
            event.actor.map(text) ?? "-", event.onBehalfOf.map(text) ?? "-", String(event.at.microseconds), event.data,
        ]
        return SHA256.digest(previous + Array(lines.joined(separator: "\n").utf8)).bytes
    }

    private static func text(_ uuid: UUID) -> String { uuid.uuidString.lowercased() }
}
