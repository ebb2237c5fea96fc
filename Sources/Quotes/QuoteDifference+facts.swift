import Catalog
package import Kernel

extension QuoteDifference {
    /// For programs, the same wherever a difference is told: what does not differ is absent.
    package var facts: [String: Fact] {
        var facts: [String: Fact] = [
            "from": .number(from), "to": .number(to), "added": .list(added.map(Self.fact)), "removed": .list(removed.map(Self.fact)),
            "changed": .list(changed.map { .object($0.facts) }),
        ]
        facts["name"] = name?.fact(Fact.text)
        facts["poNumber"] = poNumber?.fact(Fact.text)
        facts["notes"] = notes?.fact(Fact.text)
        facts["priceHoldUntil"] = priceHoldUntil?.fact { .text($0.description) }
        facts["total"] = total?.fact(Self.fact)
        return facts
    }

    private static func fact(_ line: Content.Line) -> Fact {
        var facts: [String: Fact] = [
            "position": .number(line.position), "sku": .text(line.sku), "name": .text(line.name),
            "unitOfMeasure": .text(line.unitOfMeasure), "quantity": .text(line.quantity.description),
            "unitPrice": fact(line.unitPrice), "lineTotal": fact(line.lineTotal),
        ]
        facts["configuration"] = line.configuration.map(fact)
        return .object(facts)
    }

    fileprivate static func fact(_ line: ConfiguredLine) -> Fact {
        var facts: [String: Fact] = [
            "id": .text(line.id.description), "number": .text(line.number), "version": .number(line.version),
            "parts": .list(
                line.parts.map { part in
                    var facts: [String: Fact] = [
                        "slot": .text(part.slot), "sku": .text(part.sku), "name": .text(part.name),
                        "unitOfMeasure": .text(part.unitOfMeasure), "quantity": .text(part.quantity.description),
                    ]
                    facts["unitPrice"] = part.unitPrice.map(fact)
                    return .object(facts)
                }),
        ]
        facts["basePrice"] = line.basePrice.map(fact)
        return .object(facts)
    }

    fileprivate static func fact(_ money: Money) -> Fact {
        .object(["amount": .text(money.amount), "currency": .text(money.currency.code)])
    }
}

extension QuoteDifference.LineChange {
    fileprivate var facts: [String: Fact] {
        var facts: [String: Fact] = ["sku": .text(sku), "position": .number(positionNow)]
        facts["positionBefore"] = (position?.from).map(Fact.number)
        facts["name"] = name?.fact(Fact.text)
        facts["unitOfMeasure"] = unitOfMeasure?.fact(Fact.text)
        facts["quantity"] = quantity?.fact { .text($0.description) }
        facts["unitPrice"] = unitPrice?.fact(QuoteDifference.fact)
        facts["lineTotal"] = lineTotal?.fact(QuoteDifference.fact)
        facts["configuration"] = configuration?.fact(QuoteDifference.fact)
        return facts
    }
}

extension QuoteDifference.Change {
    fileprivate func fact(_ value: (Value) -> Fact) -> Fact {
        var sides: [String: Fact] = [:]
        sides["from"] = from.map(value)
        sides["to"] = to.map(value)
        return .object(sides)
    }
}
