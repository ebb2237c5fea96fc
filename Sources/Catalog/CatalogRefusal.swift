package import Kernel

/// Why the catalog will not do what was asked.
package enum CatalogRefusal: Refusal, Equatable {
    /// What one may not see does not exist (rule 19).
    case notFound(String)

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound(let what): "There is no such \(what)."
        }
    }
}
