package import HTTPTypes

extension HTTPField.Name {
    package static let requestID = named("X-Request-Id")
    package static let traceParent = named("traceparent")
    package static let idempotencyKey = named("Idempotency-Key")
    package static let idempotencyReplayed = named("Idempotency-Replayed")
    package static let onBehalfOf = named("On-Behalf-Of")
    package static let rateLimit = named("RateLimit")
    package static let rateLimitPolicy = named("RateLimit-Policy")
    /// What proxies in front add the address to that they were asked from.
    package static let forwardedFor = named("X-Forwarded-For")
    /// RFC 8288.
    package static let link = named("Link")
    static let referrerPolicy = named("Referrer-Policy")
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a field name") }
        return field
    }
}
