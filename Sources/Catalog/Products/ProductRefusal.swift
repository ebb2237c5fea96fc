package import Kernel

/// Why the master catalog will not take or show something.
package enum ProductRefusal: Refusal, Equatable {
    case notFound(String)
    /// Nothing of them is saved.
    case products([Fault])
    case category([Fault])
    case fits([Fault])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .products(let faults), .category(let faults), .fits(let faults): .invalid(faults)
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .products: "invalid-products"
        case .category: "invalid-category"
        case .fits: "invalid-fits"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound(let what): "There is no such \(what)."
        case .products: "The catalog cannot take this as it is; nothing was saved."
        case .category: "The catalog cannot have such a category; nothing was saved."
        case .fits: "What fits what cannot be said like this; nothing was saved."
        }
    }
}
