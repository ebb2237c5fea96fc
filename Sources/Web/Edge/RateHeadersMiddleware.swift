package import Hummingbird

/// Tells whoever was let in how many requests are left, whatever the answer: a refusal is counted too (api.md, Limits).
package struct RateHeadersMiddleware: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: AppRequestContext, next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        context.notes.rate?.write(to: &response.headers)
        return response
    }
}
