package import Kernel

/// What `Web` itself will not do: the conventions of api.md, whatever the resource.
package enum WebRefusal: Refusal, Equatable {
    case malformed([Fault])
    case invalid([Fault])
    case versionRequired
    case idempotencyKeyReused
    case requestInProgress
    case tooManyRequests(retryAfterSeconds: Int)
    case shuttingDown
    case timedOut

    package var kind: RefusalKind {
        switch self {
        case .malformed(let faults): .malformed(faults)
        case .invalid(let faults): .invalid(faults)
        case .versionRequired: .preconditionRequired
        case .idempotencyKeyReused: .invalid([])
        case .requestInProgress: .conflict
        case .tooManyRequests(let seconds): .tooMany(retryAfterSeconds: seconds)
        case .shuttingDown: .unavailable(retryAfterSeconds: 5)
        case .timedOut: .unavailable(retryAfterSeconds: 5)
        }
    }

    package var code: String {
        switch self {
        case .malformed: "malformed-request"
        case .invalid: "invalid-input"
        case .versionRequired: "version-required"
        case .idempotencyKeyReused: "idempotency-key-reused"
        case .requestInProgress: "request-in-progress"
        case .tooManyRequests: "too-many-requests"
        case .shuttingDown: "shutting-down"
        case .timedOut: "timed-out"
        }
    }

    package var sentence: String {
        switch self {
        case .malformed: "The request is not of the form that this endpoint takes; errors says where."
        case .invalid: "Something in the request cannot be accepted; errors says what."
        case .versionRequired: "Changing this needs If-Match with the ETag that was read."
        case .idempotencyKeyReused: "This Idempotency-Key was used for another request."
        case .requestInProgress: "A request with this Idempotency-Key is still being worked on."
        case .tooManyRequests: "There were too many requests in a short time."
        case .shuttingDown: "This instance is shutting down; another one answers."
        case .timedOut: "The request took too long and was stopped; nothing of it was kept."
        }
    }
}

/// A change of a version that somebody else has changed since (product.md rule 21).
package struct StaleVersion: Refusal, Equatable {
    package let current: Int

    package init(current: Int) {
        self.current = current
    }

    package var kind: RefusalKind { .stale(current: current) }
    package var code: String { "stale-version" }
    package var sentence: String { "This has been changed since it was read." }
    package var facts: [String: Fact] { ["currentVersion": .number(current)] }
}

extension StaleVersion {
    /// Holds what a PUT expects against what is there under its key. Nothing expected makes what is not there yet.
    /// - Throws: `missing` where a version is expected of what is not there; `WebRefusal.versionRequired`; `StaleVersion`.
    package static func check(_ expected: Int?, against current: Int?, orMissing missing: @autoclosure () -> any Error) throws {
        switch (current, expected) {
        case (nil, .some): throw missing()
        case (.some, nil): throw WebRefusal.versionRequired
        case (let current?, let expected?) where current != expected: throw StaleVersion(current: current)
        default: break
        }
    }
}
