import Kernel
import Web

/// As it is put, so that what was read can be put back.
struct FitRepresentation: Encodable {
    let key: String
    let `for`: [SelectorPart]
    let fits: [SelectorPart]
    let sameAttributes: [String]?
    let warranty: ProductFit.Warranty?
    let note: [String: String]?
    let disabled: Bool
    let createdAt: Instant
    let changedAt: Instant

    init(_ fit: MasterFit) {
        let said = fit.said
        key = said.key
        self.for = said.products.map(SelectorPart.init)
        fits = said.parts.map(SelectorPart.init)
        sameAttributes = said.sameAttributes.isEmpty ? nil : said.sameAttributes
        warranty = said.warranty
        note = said.notes.isEmpty ? nil : said.notes
        disabled = said.isDisabled
        createdAt = fit.createdAt
        changedAt = fit.changedAt
    }
}

/// Which products are meant, as a contract's rules have it.
struct SelectorPart: Encodable {
    let selector: String
    let value: String?

    init(_ selector: ProductSelector) {
        self.selector = selector.kind
        value = selector.written
    }
}

extension ProductFit {
    /// What the members of a body say.
    init(_ fields: Fields, key: String) {
        let same: [String] = fields.optional("sameAttributes", .list(0...20, of: .string(1...64))) ?? []
        self.init(
            key: key, products: fields.list("for", 1...Limits.linesPerDocument, of: .selector),
            parts: fields.list("fits", 1...Limits.linesPerDocument, of: .selector), sameAttributes: same,
            warranty: fields.optional("warranty", .one(of: Warranty.self)), notes: fields.optional("note", .texts) ?? [:],
            isDisabled: fields.bool("disabled", else: false))
    }
}

private enum SpokenOf: String, CaseIterable { case product, category, manufacturer, everything }

extension Fields {
    /// Of the members `selector` and `value`.
    func productSelector() -> ProductSelector {
        let kind = required("selector", .one(of: SpokenOf.self))
        let value: String?
        switch kind {
        case .category: value = required("value", .unspsc)
        case .product, .manufacturer: value = string("value")
        case .everything:
            value = optionalString("value")
            if value != nil { invalid("value", "notHere", "Everything has no value.") }
        }
        return ProductSelector(named: kind.rawValue, value) ?? .everything
    }
}

extension Reading where Value == ProductSelector {
    fileprivate static var selector: Self { .object { $0.productSelector() } }
}
