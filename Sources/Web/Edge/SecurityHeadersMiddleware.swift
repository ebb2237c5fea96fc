internal import HTTPTypes
package import Hummingbird

/// What a browser should never do with our answers, and that no shared cache keeps one (api.md, Caching).
package struct SecurityHeadersMiddleware: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: AppRequestContext, next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        if !response.headers.contains(.contentSecurityPolicy) {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "private, no-cache" }
        return response
    }
}
