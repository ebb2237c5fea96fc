internal import HTTPTypes
package import Hummingbird
internal import Logging
internal import NIOHTTP1

/// Turns whatever comes out of a request into a problem: once, here, and nowhere else.
package struct ProblemMiddleware: RouterMiddleware {
    private let catalogue: ProblemCatalogue

    package init(_ catalogue: ProblemCatalogue = .web) {
        self.catalogue = catalogue
    }

    package func handle(
        _ request: Request, context: AppRequestContext, next: (Request, AppRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection is unreadable from here on; Hummingbird answers and closes it.
            throw error
        } catch {
            if let response = methodsResponse(for: error, request, context) { return response }
            let failure = Failure(error)
            report(failure, error, context)
            context.notes.problem = failure.code
            return failure.problem(in: context.language, catalogue).response(requestID: context.id)
        }
    }

    /// A known path with another method: 405 and `Allow`, or the answer to OPTIONS. Hummingbird says 404 to both.
    private func methodsResponse(for error: any Error, _ request: Request, _ context: AppRequestContext) -> Response? {
        guard let error = error as? HTTPError, error.status == .notFound, let routes = context.routes else { return nil }
        let methods = routes.methods(of: request.uri.path)
        guard !methods.isEmpty, !methods.contains(request.method.rawValue) else { return nil }
        let allow = (methods + ["OPTIONS"]).joined(separator: ", ")
        guard request.method != .options else { return Response(status: .noContent, headers: [.allow: allow]) }
        var failure = Failure(HTTPError(.methodNotAllowed))
        failure.headers[.allow] = allow
        context.notes.problem = failure.code
        return failure.problem(in: context.language, catalogue).response(requestID: context.id)
    }

    private func report(_ failure: Failure, _ error: any Error, _ context: AppRequestContext) {
        switch failure.blame {
        case .caller: break
        case .circumstances: context.logger.warning("\(failure.code)", metadata: ["error": "\(error)"])
        case .ours: context.logger.error("\(failure.code)", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
