import Kernel

/// Holds a selection against a configuration's slots and rules, and stops at nothing.
package struct SelectionCheck {
    /// Of one set, in the order of the slots; those that are wrong are not among them.
    package private(set) var parts: [ChosenPart] = []
    package private(set) var violations: [ConfigurationViolation] = []

    private let content: ConfigurationContent
    private let isOffered: (String) -> Bool
    private let isCounted: (String) -> Bool
    private let takesDefaults: Bool

    /// - Parameters:
    ///   - isOffered: whether the reader's assortment holds the product.
    ///   - isCounted: whether it is sold in whole numbers only.
    package init(
        of selection: ConfigurationSelection, in content: ConfigurationContent, isOffered: @escaping (String) -> Bool,
        isCounted: @escaping (String) -> Bool
    ) {
        self.content = content
        self.isOffered = isOffered
        self.isCounted = isCounted
        takesDefaults = !selection.isWhole
        let choices = Array(selection.choices.enumerated())
        let names = Set(content.slots.map(\.name))
        for (place, choice) in choices where !names.contains(choice.slot) {
            violations.append(.unknownSlot(choice.slot, place: place))
        }
        for slot in content.slots { fill(slot, with: choices.filter { $0.element.slot == slot.name }.map { ($0.offset, $0.element) }) }
        for rule in content.rules { check(rule) }
    }

    private mutating func fill(_ slot: ConfigurationContent.Slot, with choices: [(place: Int, choice: ConfigurationChoice)]) {
        guard !choices.isEmpty else {
            if takesDefaults, let sku = slot.usual, let usual = slot.alternatives.first(where: { $0.sku == sku }), isOffered(sku) {
                parts.append(ChosenPart(slot: slot.name, sku: sku, quantity: usual.usual))
                check(slot, holds: usual.usual.thousandths, at: nil)
            } else {
                check(slot, holds: 0, at: nil)
            }
            return
        }
        var seen: Set<String> = []
        var sum: Int64 = 0
        var isWhole = true
        for (index, (place, choice)) in choices.enumerated() {
            guard let sku = choice.sku else {
                if choices.count > 1 { violations.append(.twice(slot: slot.name, place: place)) }
                continue
            }
            guard let alternative = slot.alternatives.first(where: { $0.sku == sku }), isOffered(sku) else {
                violations.append(.notAnAlternative(slot: slot.name, place: place))
                isWhole = false
                continue
            }
            guard seen.insert(sku).inserted else {
                violations.append(.twice(slot: slot.name, place: choices[index].place))
                isWhole = false
                continue
            }
            let quantity = choice.quantity ?? alternative.usual
            check(quantity, of: alternative, at: place)
            parts.append(ChosenPart(slot: slot.name, sku: sku, quantity: quantity, place: place))
            sum = sum.addingSaturating(quantity.thousandths)
        }
        // What a slot holds is known only where all that was chosen for it is.
        if isWhole { check(slot, holds: sum, at: choices[0].place) }
    }

    private mutating func check(_ quantity: Quantity, of alternative: ConfigurationContent.Alternative, at place: Int) {
        let sku = alternative.sku
        if quantity < alternative.minimum { violations.append(.belowMinimum(sku: sku, least: alternative.minimum, place: place)) }
        if quantity > alternative.maximum { violations.append(.aboveMaximum(sku: sku, most: alternative.maximum, place: place)) }
        if !quantity.isWhole, isCounted(sku) { violations.append(.notWhole(sku: sku, place: place)) }
    }

    private mutating func check(_ slot: ConfigurationContent.Slot, holds sum: Int64, at place: Int?) {
        if sum < slot.minimum.thousandths {
            violations.append(.slotBelowMinimum(slot: slot.name, least: slot.minimum, place: place))
        }
        if sum > slot.maximum.thousandths {
            violations.append(.slotAboveMaximum(slot: slot.name, most: slot.maximum, place: place))
        }
    }

    /// Two rules may say the same.
    private mutating func broken(_ violation: ConfigurationViolation) {
        if !violations.contains(violation) { violations.append(violation) }
    }

    private mutating func check(_ rule: ConfigurationContent.Rule) {
        func chosen(_ sku: String) -> ChosenPart? { parts.first { $0.sku == sku } }
        switch rule.kind {
        case .requires:
            guard let sku = rule.part, let part = chosen(sku), !rule.parts.contains(where: { chosen($0) != nil }) else { return }
            broken(.requires(part: sku, needed: rule.parts.filter(isOffered), place: part.place))
        case .excludes:
            guard let sku = rule.part, let part = chosen(sku) else { return }
            for other in rule.parts.compactMap(chosen) {
                broken(.excludes(part: sku, other: other.sku, place: part.place ?? other.place))
            }
        case .atMost:
            guard let limit = rule.limit else { return }
            let together = parts.filter { rule.parts.contains($0.sku) }
            let sum = together.reduce(Int64(0)) { $0.addingSaturating($1.quantity.thousandths) }
            guard sum > limit.thousandths else { return }
            let skus = rule.parts.filter { sku in together.contains { $0.sku == sku } }
            broken(.tooManyTogether(parts: skus, most: limit, place: together.compactMap(\.place).first))
        }
    }
}

extension Int64 {
    fileprivate func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
