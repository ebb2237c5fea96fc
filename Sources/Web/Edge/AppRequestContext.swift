package import Hummingbird
package import Logging
package import NIOCore

/// What every request brings along, before anybody knows who sends it. `Accounts` makes contexts with a principal out of it.
///
/// In every context made of this one `context.id` is the request's id too: Hummingbird reads it from the logger's metadata, where
/// `RequestIDMiddleware` puts ours.
package struct AppRequestContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: SocketAddress?
    package let notes = RequestNotes()
    package let started = ContinuousClock.now
    package var id = "none"
    package var language: Language = .english
    /// Whether `Accept-Language` chose it; else the account's language goes before English.
    package var languageWasAsked = false
    /// As it came: the catalog has texts in more languages than these.
    package var acceptLanguage: String?
    package var trace: TraceContext?
    package var routes: RouteTable?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// Without a connection: tests, and whatever calls the router from within the process.
    package init(logger: Logger, remoteAddress: SocketAddress? = nil) {
        coreContext = .init(source: InProcessSource(logger: logger))
        self.remoteAddress = remoteAddress
    }

    package var maxUploadSize: Int { 0 }

    private struct InProcessSource: RequestContextSource {
        let logger: Logger
    }
}

extension RequestContext {
    /// A captured part of the path, its percent signs decoded.
    /// - Throws: `HTTPError` 404 for one that is not UTF-8: nothing has such a name.
    package func pathParameter(_ name: String) throws -> String {
        // PostgreSQL's text has no NUL, so nothing is called by one.
        guard let raw = parameters.get(name), let text = percentDecoded(raw), !text.utf8.contains(0) else { throw HTTPError(.notFound) }
        return text
    }
}
