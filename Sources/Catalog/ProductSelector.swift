/// Which products a rule of a contract speaks of, from the most to the least specific.
package enum ProductSelector: Sendable, Hashable {
    case product(sku: String)
    /// A UNSPSC code without its trailing pairs of zeros: a category's descendants begin with it.
    case category(prefix: String)
    case manufacturer(String)
    case everything

    /// Nil for an unknown kind, or a value where there must be none.
    package init?(kind: String, value: String) {
        switch kind {
        case "product": self = .product(sku: value)
        case "category": self = .category(prefix: value)
        case "manufacturer": self = .manufacturer(value)
        case "everything" where value.isEmpty: self = .everything
        default: return nil
        }
    }

    package var kind: String {
        switch self {
        case .product: "product"
        case .category: "category"
        case .manufacturer: "manufacturer"
        case .everything: "everything"
        }
    }

    package var value: String {
        switch self {
        case .product(let value), .category(let value), .manufacturer(let value): value
        case .everything: ""
        }
    }

    /// Higher is more specific: product, then the deepest category, then manufacturer, then everything (rule 4).
    package var specificity: Int {
        switch self {
        case .product: 100
        case .category(let prefix): 10 + prefix.utf8.count
        case .manufacturer: 1
        case .everything: 0
        }
    }

    /// The stored prefix of a UNSPSC code: `43211500` is `432115`.
    package static func prefix(ofCategory code: String) -> String {
        var digits = Substring(code)
        while digits.utf8.count > 2, digits.hasSuffix("00") { digits = digits.dropLast(2) }
        return String(digits)
    }
}
