package import HTTPTypes

/// What a rate limiter says to one request.
package struct RateDecision: Sendable, Equatable {
    package let isAllowed: Bool
    /// As many may come at once.
    package let limit: Int
    package let remaining: Int
    /// 0 where the request is allowed.
    package let secondsUntilNext: Int
    package let secondsUntilFull: Int

    /// - Throws: `WebRefusal.tooManyRequests` (429) where it is not allowed.
    package func check() throws {
        guard isAllowed else { throw WebRefusal.tooManyRequests(retryAfterSeconds: secondsUntilNext) }
    }

    /// `RateLimit-Policy` and `RateLimit` after draft-ietf-httpapi-ratelimit-headers-10.
    package func write(to headers: inout HTTPFields) {
        headers[.rateLimitPolicy] = "\"principal\";q=\(limit)"
        headers[.rateLimit] = "\"principal\";r=\(remaining);t=\(secondsUntilFull)"
    }
}
