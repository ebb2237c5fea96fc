package import Hummingbird
package import Kernel
internal import FoundationEssentials
internal import HTTPTypes
internal import Logging

/// Gives the request its id (the caller's `X-Request-Id` if it is well-formed, else a UUIDv7), its trace and its language;
/// returns the first two.
package struct RequestIDMiddleware: RouterMiddleware {
    private let world: World

    package init(_ world: World) {
        self.world = world
    }

    package func handle(
        _ request: Request, context: AppRequestContext, next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let id = request.headers[.requestID].flatMap(Self.wellFormed) ?? world.newUUID().uuidString.lowercased()
        context.id = id
        context.logger[metadataKey: "hb.request.id"] = .string(id)
        if let trace = TraceContext(request.headers[.traceParent], in: world) {
            context.trace = trace
            context.logger[metadataKey: "traceId"] = .string(trace.trace)
            context.logger[metadataKey: "spanId"] = .string(trace.span)
        }
        context.acceptLanguage = request.headers[.acceptLanguage]
        if let language = Language.preferred(in: context.acceptLanguage) {
            context.language = language
            context.languageWasAsked = true
        }
        var response = try await next(request, context)
        response.headers[.requestID] = id
        if let trace = context.trace { response.headers[.traceParent] = trace.header }
        return response
    }

    /// It goes into logs and headers, so only what can break neither is taken over.
    private static func wellFormed(_ id: String) -> String? {
        let allowed = id.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return allowed && (8...64).contains(id.utf8.count) ? id : nil
    }
}
