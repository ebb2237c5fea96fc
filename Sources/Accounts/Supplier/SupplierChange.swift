package import FoundationEssentials
package import Kernel

/// Something that changed on the supplier's own side: about staff, or about partners and their people.
package struct SupplierChange: Sendable, Equatable {
    package struct By: Sendable, Equatable {
        package let person: PersonID
        package let name: String
        package let email: String
    }

    package let id: UUID
    package let kind: String
    /// A person, or a partner.
    package let subject: UUID
    package let subjectName: String?
    /// Nil for the command line.
    package let by: By?
    package let at: Instant
    /// JSON: `from`, absent for what came new, and `to`.
    package let data: String
}

/// Which of them somebody looks for.
package struct SupplierChangeFilter: Sendable, Equatable {
    package var kinds: [String]?
    package var subject: UUID?
    /// Who did it.
    package var person: PersonID?
    package var from: Instant?
    /// Before this.
    package var to: Instant?

    package init(
        kinds: [String]? = nil, subject: UUID? = nil, person: PersonID? = nil, from: Instant? = nil, to: Instant? = nil
    ) {
        self.kinds = kinds
        self.subject = subject
        self.person = person
        self.from = from
        self.to = to
    }
}
