package import Accounts
package import Kernel

/// What a list of quotes is narrowed to.
package struct QuoteFilter: Sendable, Equatable {
    package var state: Quote.State?
    /// Only this person's.
    package var person: PersonID?
    /// Part of the name, in any case.
    package var text: String?
    /// Only those whose price hold ends by then.
    package var expiringBefore: Instant?

    package init(state: Quote.State? = nil, person: PersonID? = nil, text: String? = nil, expiringBefore: Instant? = nil) {
        self.state = state
        self.person = person
        self.text = text
        self.expiringBefore = expiringBefore
    }
}
