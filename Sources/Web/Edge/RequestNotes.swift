internal import Synchronization

/// What is learnt about a request on its way in, for its answer and the log's line when it comes out: contexts are copied, this is shared.
package final class RequestNotes: Sendable {
    private let values = Mutex((principal: String?.none, account: String?.none, problem: String?.none, rate: RateDecision?.none))

    package init() {}

    package var principal: String? {
        get { values.withLock { $0.principal } }
        set { values.withLock { $0.principal = newValue } }
    }

    package var account: String? {
        get { values.withLock { $0.account } }
        set { values.withLock { $0.account = newValue } }
    }

    package var problem: String? {
        get { values.withLock { $0.problem } }
        set { values.withLock { $0.problem = newValue } }
    }

    /// Of whoever was let in: every answer to them says how many requests are left.
    package var rate: RateDecision? {
        get { values.withLock { $0.rate } }
        set { values.withLock { $0.rate = newValue } }
    }
}
