import Catalog
import Kernel
import Yams

/// What a contract agrees on beside its price rules, as over HTTP: `ContractContent`, checked by what checks it there.
extension CatalogReader {
    static let moreOfContracts = ["bestPrice", "quantityRules", "terms", "productLists", "commitments", "rebates", "unit"]

    /// Nil where the rules say all that was agreed.
    func readContent(_ item: YAMLValue, _ draft: ContractDraft) -> ContractContent? {
        guard ["terms", "productLists", "commitments", "rebates"].contains(where: { item[$0] != nil }) else { return nil }
        var content = ContractContent(draft)
        if let terms = item["terms"], terms.hasMembers([], ["delivery", "warranty", "freight"]) {
            content.terms.delivery = terms["delivery"]?.text
            content.terms.warranty = terms["warranty"]?.text
            content.terms.freight = terms["freight"]?.text
        }
        content.productLists = readLists(item["productLists"])
        if let assortment = item["assortment"], !content.productLists.isEmpty { content.assortment = entries(assortment) }
        let commitments = (item["commitments"]?.items ?? []).map { readCommitment($0, draft.currency) }
        let rebates = (item["rebates"]?.items ?? []).map { readRebate($0, draft.currency) }
        // A place that could not be read has been told.
        guard commitments.allSatisfy({ $0 != nil }), rebates.allSatisfy({ $0 != nil }) else { return content }
        content.commitments = commitments.compactMap(\.self)
        content.rebates = rebates.compactMap(\.self)
        let known = ContractNames(skus: skus, categories: categoryCodes, manufacturers: manufacturers)
        for fault in content.faults(in: draft.currency, known: known) {
            let parts = fault.pointer.split(separator: "/").map(String.init)
            // The rules have been checked where they were read, with the words of the file.
            guard let first = parts.first, ["productLists", "commitments", "rebates"].contains(first) else { continue }
            (item.at(parts) ?? item).refuse(fault.detail)
        }
        return content
    }

    func readLists(_ item: YAMLValue?) -> [ContractContent.ProductList] {
        (item?.items ?? []).compactMap { list in
            guard list.hasMembers(["name", "skus"]), let name = list["name"]?.text else { return nil }
            return .init(name: name, skus: (list["skus"]?.items ?? []).compactMap(\.sku))
        }
    }

    /// As the file has them, lists by their names.
    private func entries(_ item: YAMLValue) -> [ContractContent.Assortment] {
        func entries(_ effect: AssortmentRule.Effect) -> [ContractContent.Assortment] {
            (item[effect.rawValue]?.items ?? []).compactMap { entry in
                if let list = entry["list"]?.text { return .init(effect: effect.rawValue, selector: "list", value: list) }
                let names = ["category", "manufacturer"]
                if let sku = entry["sku"]?.text { return .init(effect: effect.rawValue, selector: "product", value: sku) }
                guard let name = names.first(where: { entry[$0] != nil }) else {
                    return .init(effect: effect.rawValue, selector: "everything", value: nil)
                }
                return .init(effect: effect.rawValue, selector: name, value: entry[name]?.text)
            }
        }
        return entries(.include) + entries(.exclude)
    }

    private func readCommitment(_ item: YAMLValue, _ currency: Currency) -> ContractContent.Commitment? {
        guard item.hasMembers(["period"], ["product", "category", "manufacturer", "everything", "revenue", "volume"]),
            let period = period(item["period"]), let selector = readSelector(item, product: "product", alone: false)
        else { return nil }
        return .init(
            period: period, selector: selector.kind, value: selector.written, revenue: item["revenue"]?.money(currency),
            volume: item["volume"]?.quantity)
    }

    private func readRebate(_ item: YAMLValue, _ currency: Currency) -> ContractContent.Rebate? {
        guard item.hasMembers(["period", "tiers"]), let period = period(item["period"]) else { return nil }
        let tiers = (item["tiers"]?.items ?? []).compactMap { tier -> ContractContent.Rebate.Step? in
            guard tier.hasMembers(["from", "percent"]), let from = tier["from"]?.money(currency), let percent = tier["percent"]?.text else {
                return nil
            }
            return .init(from: from, percent: percent)
        }
        return .init(period: period, tiers: tiers)
    }

    private func period(_ value: YAMLValue?) -> ContractContent.Period? {
        value?.read("one of \(ContractContent.Period.allCases.map(\.rawValue).joined(separator: ", "))") { .init(rawValue: $0) }
    }
}

extension YAMLValue {
    /// The nearest there is to where a pointer leads.
    fileprivate func at(_ parts: [String]) -> YAMLValue? {
        guard let first = parts.first else { return self }
        let child = Int(first).flatMap { index in
            let items = node.sequence == nil ? [] : items
            return items.indices.contains(index) ? items[index] : nil
        }
        guard let next = child ?? (node.mapping == nil ? nil : self[first]) else { return self }
        return next.at(Array(parts.dropFirst()))
    }
}
