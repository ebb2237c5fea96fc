import Kernel

/// What of the catalog has to be known to say whether products fit into it.
struct ProductSurroundings: Sendable {
    /// Codes that there are, of those that the products name.
    let categories: Set<String>
    /// What products of a category are described by.
    let defined: @Sendable (String?) -> [String: AttributeDefinition]
    /// SKUs of the catalog that the products name as successors, and on from those, each with its own successor.
    let successors: [String: String?]
}

/// Everything that is wrong with products that are to come into the catalog together (rule 22).
struct ProductCheck {
    private let drafts: [ProductDraft]
    private let surroundings: ProductSurroundings
    /// As they will be, once all of these are in.
    private let successors: [String: String?]
    private let circling: Set<String>

    init(_ drafts: [ProductDraft], _ surroundings: ProductSurroundings) {
        self.drafts = drafts
        self.surroundings = surroundings
        successors = surroundings.successors.merging(drafts.map { ($0.sku, $0.successor) }, uniquingKeysWith: { _, new in new })
        circling = Self.circling(successors)
    }

    /// By the drafts' places; the pointers begin at the product.
    func faults() -> [[Fault]] {
        var seen: Set<String> = []
        return drafts.map { draft in
            var faults: [Fault] = []
            if !seen.insert(draft.sku).inserted {
                faults.append(Fault("/sku", "givenTwice", "Another of these products has this SKU."))
            }
            check(placing: draft, &faults)
            check(attributesOf: draft, &faults)
            return faults
        }
    }

    /// The same where what is refused stays out: what named it as its successor has none then, and what was there keeps its own.
    static func faultsLeavingOut(_ drafts: [ProductDraft], _ surroundings: ProductSurroundings) -> [[Fault]] {
        var faults = ProductCheck(drafts, surroundings).faults()
        while true {
            let left = drafts.indices.filter { faults[$0].isEmpty }
            let found = ProductCheck(left.map { drafts[$0] }, surroundings).faults()
            guard !found.allSatisfy(\.isEmpty) else { return faults }
            for (place, more) in zip(left, found) where !more.isEmpty { faults[place] = more }
        }
    }

    private func check(placing draft: ProductDraft, _ faults: inout [Fault]) {
        if let category = draft.category, !surroundings.categories.contains(category) {
            faults.append(Fault("/category", "unknownCategory", "There is no category \(category)."))
        }
        if let from = draft.lifeCycle.availableFrom, let until = draft.lifeCycle.lastBuyUntil, until < from {
            faults.append(Fault("/lastBuyUntil", "endsBeforeItBegins", "It can first be ordered on \(from)."))
        }
        if draft.listPrices.count > 1, Set(draft.listPrices.map(\.currency)).count < draft.listPrices.count {
            faults.append(Fault("/listPrices", "currencyTwice", "A product has one list price in a currency."))
        }
        guard let successor = draft.successor else { return }
        if successors[successor] == nil {
            faults.append(Fault("/successor", "unknownSuccessor", "There is no product \(successor)."))
        } else if let circle = circle(from: draft.sku) {
            faults.append(Fault("/successor", "successorCircle", "Each is followed by the next: \(circle.joined(separator: ", "))."))
        }
    }

    /// Those that come back to themselves, found by one walk: from each product on until one that was passed before.
    static func circling(_ successors: [String: String?]) -> Set<String> {
        /// By the walk that passed it.
        var passed: [String: Int] = [:]
        var circling: Set<String> = []
        for (walk, start) in successors.keys.enumerated() {
            var sku = start
            while passed[sku] == nil {
                passed[sku] = walk
                guard let next = successors[sku] ?? nil else { break }
                sku = next
            }
            guard passed[sku] == walk, var next = successors[sku] ?? nil else { continue }
            circling.insert(sku)
            while next != sku, circling.insert(next).inserted, let following = successors[next] ?? nil { next = following }
        }
        return circling
    }

    /// The chain of successors where it comes back to where it began, as far as a reader follows it.
    private func circle(from sku: String) -> [String]? {
        guard circling.contains(sku) else { return nil }
        var chain = [sku]
        while chain.count < Self.shownOfACircle, let last = chain.last, let next = successors[last] ?? nil {
            chain.append(next)
            if next == sku { return chain }
        }
        return chain + ["…", sku]
    }

    private static let shownOfACircle = 20

    private func check(attributesOf draft: ProductDraft, _ faults: inout [Fault]) {
        guard !draft.attributes.isEmpty else { return }
        let defined = surroundings.defined(draft.category)
        for (name, value) in draft.attributes.sorted(by: { $0.key < $1.key }) {
            let pointer = "/attributes/\(name)"
            guard let definition = defined[name] else {
                let place = draft.category.map { "category \($0) and those above it have" } ?? "a product without a category has"
                faults.append(Fault(pointer, "unknownAttribute", "Products of \(place) no such attribute."))
                continue
            }
            if let fault = definition.fault(with: value, pointer) { faults.append(fault) }
        }
    }
}

extension AttributeDefinition {
    func fault(with value: AttributeValue, _ pointer: String) -> Fault? {
        guard value.kind.isStored(like: kind) else {
            let words: [Kind: String] = [.text: "a text", .number: "a number", .flag: "true or false", .choice: "one of a list"]
            return Fault(pointer, "wrongKind", "This attribute is \(words[kind] ?? kind.rawValue).")
        }
        if case .number(_, let given) = value, given != unit {
            return Fault(pointer, "wrongUnit", unit.map { "This attribute is in \($0)." } ?? "This attribute has no unit.")
        }
        if kind == .choice, case .text(let text) = value, !options.contains(where: { $0.value == text }) {
            return Fault(pointer, "notAnOption", "One of: \(options.map(\.value).joined(separator: ", ")).")
        }
        return nil
    }
}
