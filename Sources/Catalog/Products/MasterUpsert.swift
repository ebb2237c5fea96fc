package import Kernel

/// Something of the master catalog that is kept under a key of its own: all that is said under the key takes the place of what was.
package protocol MasterRecord {
    associatedtype Said: Equatable

    static func key(of said: Said) -> String

    var said: Said { get }
    var version: Int { get }
}

/// What is to be done with all that was said at once, and what becomes of each.
package struct MasterUpsert<Record: MasterRecord> {
    /// What became of one.
    package struct Outcome: Sendable, Equatable {
        package let key: String
        package let kind: UpsertOutcome
        /// As it is now; nil for one that is not there.
        package let version: Int?
        /// With pointers that begin at what was said.
        package let faults: [Fault]
    }

    /// In the order in which it was said.
    private(set) var outcomes: [Outcome] = []
    /// What is new or says something else, with the version that it gets.
    private(set) var changes: [(said: Record.Said, version: Int)] = []

    /// - Parameters:
    ///   - faults: of each that was said; those with any are refused. None where all have been found right.
    ///   - known: what is there of them, by key.
    init(_ said: [Record.Said], faults: [[Fault]] = [], known: [String: Record]) {
        for (place, one) in said.enumerated() {
            let key = Record.key(of: one)
            let current = known[key]
            let wrong = faults.indices.contains(place) ? faults[place] : []
            if !wrong.isEmpty {
                outcomes.append(Outcome(key: key, kind: .refused, version: current?.version, faults: wrong))
            } else if let current, current.said == one {
                outcomes.append(Outcome(key: key, kind: .unchanged, version: current.version, faults: []))
            } else {
                let version = (current?.version ?? 0) + 1
                changes.append((one, version))
                outcomes.append(Outcome(key: key, kind: current == nil ? .created : .changed, version: version, faults: []))
            }
        }
    }
}

package enum UpsertOutcome: String, Sendable, Codable { case created, changed, unchanged, refused }

extension [[Fault]] {
    /// All of them, each below the item that it is about.
    var underItems: [Fault] {
        enumerated().flatMap { place, faults in faults.map { $0.under("/items/\(place)") } }
    }
}
