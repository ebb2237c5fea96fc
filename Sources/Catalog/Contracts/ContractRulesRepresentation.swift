import Kernel

/// A version's rules as a file that can be brought in again (docs/imports.md): for the same contract it changes nothing.
enum ContractRulesRepresentation {
    private static let columns = [
        "contract", "kind", "selector", "value", "priority", "cumulative", "fromQuantity", "amount", "currency", "percent", "minimum",
        "maximum", "multiple",
    ]

    /// The header's first: prices, then the assortment, then quantity rules.
    static func records(_ content: ContractContent, of contract: String) -> [String] {
        func record(_ kind: String, _ selector: String, _ value: String?, _ more: [String: String]) -> String {
            let said = ["contract": contract, "kind": kind, "selector": selector, "value": value ?? ""].merging(more) { first, _ in first }
            return CSVText.record(columns.map { said[$0] ?? "" })
        }
        let prices = content.rules.flatMap { rule in
            rule.tiers.map { tier in
                record(
                    rule.kind.rawValue, rule.selector, rule.value,
                    [
                        "priority": rule.priority == 0 ? "" : String(rule.priority), "cumulative": rule.cumulative ? "true" : "",
                        "fromQuantity": tier.from > Quantity(0) ? tier.from.description : "", "amount": tier.price?.amount ?? "",
                        "currency": tier.price?.currency.code ?? "", "percent": tier.percent ?? "",
                    ])
            }
        }
        let assortment = content.assortment.map { record($0.effect, $0.selector, $0.value, [:]) }
        let quantities = content.quantityRules.map { rule in
            record(
                "quantity", rule.selector, rule.value,
                [
                    "minimum": rule.minimum?.description ?? "", "maximum": rule.maximum?.description ?? "",
                    "multiple": rule.multiple?.description ?? "",
                ])
        }
        return [CSVText.record(columns)] + prices + assortment + quantities
    }
}
