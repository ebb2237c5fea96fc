package import Hummingbird
package import Kernel
internal import HTTPTypes
internal import NIOCore
internal import Postgres

/// What came out of a request instead of an answer, sorted after the table "Errors" of architecture.md: what the caller is told and how
/// loudly the log speaks of it.
package struct Failure {
    package enum Blame: Sendable, Equatable {
        /// The caller can do something about it: no more than the request's own line.
        case caller
        /// Passing: the caller may repeat it.
        case circumstances
        /// Ours. The log has all of it once, the caller a request id.
        case ours
    }

    package let code: String
    package let status: HTTPResponse.Status
    package let blame: Blame
    package var sentence: String?
    package var faults: [Fault] = []
    package var facts: [String: Fact] = [:]
    package var headers = HTTPFields()

    package init(_ error: any Error) {
        switch error {
        case let refusal as any Refusal: self.init(refusal: refusal)
        case let error as PostgresError: self.init(postgres: error)
        case DatabaseError.connectionLost(unknownOutcome: true): self.init("outcome-unknown", .serviceUnavailable, .ours, retryAfter: 1)
        case DatabaseError.poolExhausted, DatabaseError.timedOut: self.init("busy", .serviceUnavailable, .circumstances, retryAfter: 1)
        case DatabaseError.notCommitted: self.init("internal-error", .internalServerError, .ours)
        case is CancellationError: self.init(refusal: WebRefusal.timedOut)
        case is DatabaseError: self.init("database-unavailable", .serviceUnavailable, .ours, retryAfter: 2)
        case is RetryTransaction: self.init("busy", .serviceUnavailable, .circumstances, retryAfter: 1)
        case is AmountOutOfRange, MoneyError.outOfRange: self.init("amount-out-of-range", .unprocessableContent, .caller)
        case let error as any HTTPResponseError: self.init(http: error)
        default: self.init("internal-error", .internalServerError, .ours)
        }
    }

    private init(_ code: String, _ status: HTTPResponse.Status, _ blame: Blame, retryAfter seconds: Int? = nil) {
        self.code = code
        self.status = status
        self.blame = blame
        if let seconds { headers[.retryAfter] = String(seconds) }
    }

    private init(refusal: any Refusal) {
        switch refusal.kind {
        case .malformed(let faults):
            self.init(refusal.code, .badRequest, .caller)
            self.faults = faults
        case .unauthenticated:
            self.init(refusal.code, .unauthorized, .caller)
            headers[.wwwAuthenticate] = "Bearer"
        case .forbidden: self.init(refusal.code, .forbidden, .caller)
        case .notFound: self.init(refusal.code, .notFound, .caller)
        case .conflict: self.init(refusal.code, .conflict, .caller)
        case .stale(let current):
            self.init(refusal.code, .preconditionFailed, .caller)
            headers[.eTag] = ETag(version: current).text
        case .preconditionRequired: self.init(refusal.code, .preconditionRequired, .caller)
        case .tooLarge: self.init(refusal.code, .contentTooLarge, .caller)
        case .unsupportedMediaType: self.init(refusal.code, .unsupportedMediaType, .caller)
        case .invalid(let faults):
            self.init(refusal.code, .unprocessableContent, .caller)
            self.faults = faults
        case .tooMany(let seconds): self.init(refusal.code, .tooManyRequests, .caller, retryAfter: seconds)
        case .unavailable(let seconds): self.init(refusal.code, .serviceUnavailable, .circumstances, retryAfter: seconds)
        }
        sentence = refusal.sentence
        facts = refusal.facts
        if case .unsupportedMediaType(let types) = refusal.kind { accept(types) }
    }

    /// A constraint that means something to a caller was mapped beside its statement; what still comes here is a fault, or passing.
    private init(postgres error: PostgresError) {
        switch error.sqlState {
        case "40001", "40P01", "55P03": self.init("busy", .serviceUnavailable, .circumstances, retryAfter: 1)
        // query_canceled: the statement's timeout.
        case "57014": self.init(refusal: WebRefusal.timedOut)
        // Connection exceptions, insufficient resources, operator intervention, read only because a standby has not been promoted yet.
        case let state where ["08", "53", "57"].contains(state.prefix(2)) || state == "25006":
            self.init("database-unavailable", .serviceUnavailable, .ours, retryAfter: 2)
        default: self.init("internal-error", .internalServerError, .ours)
        }
    }

    private init(http error: any HTTPResponseError) {
        switch error.status.code {
        case 401:
            self.init("unauthenticated", .unauthorized, .caller)
            headers[.wwwAuthenticate] = "Bearer"
        case 404: self.init("route-not-found", .notFound, .caller)
        case 405: self.init("method-not-allowed", .methodNotAllowed, .caller)
        case 413: self.init("body-too-large", .contentTooLarge, .caller)
        case 415:
            self.init("unsupported-media-type", .unsupportedMediaType, .caller)
            accept(["application/json"])
        case 400..<500: self.init("bad-request", error.status, .caller)
        default: self.init("internal-error", .internalServerError, .ours)
        }
    }

    /// `Accept` in an answer names what may be sent (RFC 9110, 15.5.16).
    private mutating func accept(_ types: [String]) {
        headers[.accept] = types.joined(separator: ", ")
        facts["accepted"] = .list(types.map(Fact.text))
    }

    package func problem(in language: Language, _ catalogue: ProblemCatalogue) -> Problem {
        let translated = catalogue.entry(code, in: language)
        let entry = translated ?? catalogue.entry(code, in: .english)
        return Problem(
            code: code,
            status: status,
            title: entry?.title ?? ProblemCatalogue.title(for: code),
            detail: entry?.detail(with: facts) ?? sentence ?? entry?.title ?? ProblemCatalogue.title(for: code),
            errors: faults.map { Fault($0.pointer, $0.code, catalogue.fault($0, in: language) ?? $0.detail) },
            facts: facts,
            headers: headers,
            language: translated == nil ? .english : language)
    }
}
