package import Kernel

/// Content that a decider had seen when something else waited, and how the two differ (rule 8).
package struct SeenContent: Sendable, Equatable {
    package let revision: Int
    /// From what was seen to what waits, as the subject's kind tells it.
    package let difference: [String: Fact]

    package init(revision: Int, difference: [String: Fact]) {
        self.revision = revision
        self.difference = difference
    }

    var facts: [String: Fact] { ["seenRevision": .number(revision), "difference": .object(difference)] }
}

/// The approval of a later revision, which a decision on an ended one should have been about.
package struct NextApproval: Sendable, Equatable {
    package let id: ApprovalPlanID
    package let revision: Int
    package let digest: Digest
    /// What became of the content whose digest was sent; nil where no such content was ever submitted.
    package let seen: SeenContent?

    package init(id: ApprovalPlanID, revision: Int, digest: Digest, seen: SeenContent? = nil) {
        self.id = id
        self.revision = revision
        self.digest = digest
        self.seen = seen
    }

    var facts: [String: Fact] {
        let own: [String: Fact] = [
            "approval": .text(id.description), "revision": .number(revision), "digest": .text(digest.description),
        ]
        return own.merging(seen?.facts ?? [:]) { own, _ in own }
    }
}
