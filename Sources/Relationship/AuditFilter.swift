package import FoundationEssentials
package import Kernel

/// What of an account's ledger somebody looks for. Nothing asked is the whole ledger, by number; whatever is asked for comes in the order
/// of time.
package struct AuditFilter: Sendable, Equatable {
    package enum Order: String, Sendable, CaseIterable {
        case oldest = "at"
        case newest = "-at"
    }

    /// Only events with a higher number.
    package var after: Int?
    /// Who acted.
    package var person: UUID?
    /// The membership on whose behalf it was done.
    package var onBehalfOf: UUID?
    package var kinds: [String]?
    package var subjectKind: String?
    package var subject: UUID?
    package var from: Instant?
    /// Before this.
    package var to: Instant?
    package var address: String?
    package var order: Order?

    package init(
        after: Int? = nil, person: UUID? = nil, onBehalfOf: UUID? = nil, kinds: [String]? = nil, subjectKind: String? = nil,
        subject: UUID? = nil, from: Instant? = nil, to: Instant? = nil, address: String? = nil, order: Order? = nil
    ) {
        self.after = after
        self.person = person
        self.onBehalfOf = onBehalfOf
        self.kinds = kinds
        self.subjectKind = subjectKind
        self.subject = subject
        self.from = from
        self.to = to
        self.address = address
        self.order = order
    }

    /// Times need not rise with the numbers (an import brings what happened long ago), so there are two orders.
    package var isByNumber: Bool { self == AuditFilter(after: after) }
}

/// Where a page of the audit ended.
package struct AuditPosition: Sendable, Equatable, Codable {
    package let at: Instant
    package let sequence: Int

    package init(at: Instant, sequence: Int) {
        self.at = at
        self.sequence = sequence
    }
}
