/// A verb that this caller may use on a document now (api.md, What may I do).
package struct ActionLink: Encodable, Sendable, Hashable {
    package let rel: String
    package let method: String
    package let href: String

    package init(_ rel: String, _ method: String, _ href: String) {
        self.rel = rel
        self.method = method
        self.href = href
    }
}
