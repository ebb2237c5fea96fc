package import Accounts
package import Approvals
package import Kernel

package typealias QuoteID = ID<Quote>

/// A rep who wrote something down for a member.
package struct EnteredBy: Sendable, Equatable {
    package let person: PersonID
    package let name: String

    package init(person: PersonID, name: String) {
        self.person = person
        self.name = name
    }
}

/// A numbered, named, saved basket. `revision` is the one being drafted, or the one that was submitted last.
package struct Quote: Sendable, Equatable {
    package enum State: String, Sendable, Codable, CaseIterable {
        case draft, requested, offered, submitted, approved, rejected, ordered, cancelled
    }

    package let id: QuoteID
    package let number: DocumentNumber
    package var name: String
    package internal(set) var state: State
    package internal(set) var revision: Int
    package internal(set) var version: Int
    package let unit: UnitID
    package let requester: MembershipID
    package let requesterPerson: PersonID
    package let requesterName: String
    /// Who else has changed it, in whatever revision: what it says now grew from that, so they asked for it too (rule 7). A quote that
    /// is made from another one takes over the other's editors and requester.
    package internal(set) var editors: [PersonID]
    /// The rep who opened it on behalf of the requester; nil where the requester did.
    package let enteredBy: EnteredBy?
    package let currency: Currency
    package var poNumber: String?
    package var notes: String?
    package internal(set) var plan: ApprovalPlanID?
    package internal(set) var priceHoldUntil: Instant?
    package let createdAt: Instant
    package internal(set) var updatedAt: Instant
    package var lines: [QuoteLine]
    /// The sum of the rounded lines (rule 1).
    package internal(set) var total: Money

    /// Takes down who changed it.
    mutating func changed(by person: PersonID) {
        if person != requesterPerson, !editors.contains(person) { editors.append(person) }
    }

    /// Who asks, as a reader is told: "Sofia for Nina".
    package var requesterWords: String { enteredBy.map { "\($0.name) for \(requesterName)" } ?? requesterName }

    /// Derived, never stored (rule 15): the hold is over in a state where prices still matter; a finished quote never becomes expired.
    package func isExpired(at now: Instant) -> Bool {
        guard let priceHoldUntil, [.draft, .offered, .approved].contains(state) else { return false }
        return priceHoldUntil <= now
    }
}
