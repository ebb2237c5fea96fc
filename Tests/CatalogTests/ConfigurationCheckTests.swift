import Catalog
import Kernel
import PurveyorTesting
import Testing

/// Which selections a configuration allows.
@Suite struct ConfigurationCheckTests {
    @Test func `the check finds exactly the violations that looking for each kind by itself finds`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var kinds: Set<String> = []
        var right = 0
        for _ in 1...5000 {
            let content = ConfigurationContent.any(&random)
            let selection = ConfigurationSelection.any(of: content, &random)
            let offered = Set(ConfigurationContent.skus.filter { _ in random.chance(85) })
            let counted = Set(ConfigurationContent.skus.filter { _ in random.chance(70) })
            let check = SelectionCheck(
                of: selection, in: content, isOffered: { offered.contains($0) }, isCounted: { counted.contains($0) })
            let naive = NaiveSelection(content, selection, offered: offered, counted: counted)
            #expect(Set(check.violations) == naive.violations, "seed \(seed): \(content) \(selection)")
            #expect(check.violations.count == Set(check.violations).count, "seed \(seed)")
            #expect(check.parts.map(\.sku) == naive.parts.map(\.sku), "seed \(seed)")
            if check.violations.isEmpty { right += 1 }
            kinds.formUnion(check.violations.map { $0.fault(at: "").code })
        }
        // What never comes up is proved of nothing.
        #expect(kinds.count == 11 && right > 100, "\(kinds), \(right) right, seed \(seed)")
    }

    @Test func `what has no fault can be ordered as it is`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var published = 0
        for _ in 1...5000 {
            let content = ConfigurationContent.any(&random)
            let known = Dictionary(uniqueKeysWithValues: (ConfigurationContent.skus + ["BASE"]).map { ($0, true) })
            guard content.faults(known: known).isEmpty else { continue }
            published += 1
            let check = SelectionCheck(of: .defaults, in: content, isOffered: { _ in true }, isCounted: { _ in true })
            #expect(check.violations.isEmpty, "seed \(seed): \(content)")
            let again = ConfigurationSelection(
                check.parts.map { .init(slot: $0.slot, sku: $0.sku, quantity: $0.quantity) }, isWhole: true)
            let whole = SelectionCheck(of: again, in: content, isOffered: { _ in true }, isCounted: { _ in true })
            #expect(whole.violations.isEmpty && whole.parts.map(\.sku) == check.parts.map(\.sku), "seed \(seed): \(content)")
        }
        #expect(published > 50, "seed \(seed)")
    }

    @Test func `everything that is wrong with a configuration is found at once, each in its place`() {
        let (two, three) = (Quantity(2), Quantity(3))
        let content = ConfigurationContent(
            validFrom: Market.day, validTo: Market.day.adding(days: -1), names: ["en": "A"], base: "NONE",
            slots: [
                .init(
                    name: "one", labels: ["en": "One"], minimum: two, maximum: .one, usual: "B",
                    alternatives: [
                        .init(sku: "A", minimum: three, maximum: two, usual: .one), .init(sku: "A"),
                        .init(sku: "HALF", minimum: .one, maximum: .one, usual: Quantity(thousandths: 1500)),
                    ]),
                .init(name: "one", labels: ["en": "Empty"], alternatives: []),
            ],
            rules: [
                .init(kind: .requires, part: "A", parts: ["A", "C", "C"], limit: .one), .init(kind: .excludes, parts: []),
                .init(kind: .atMost, part: "A", parts: ["A"]),
            ],
            pricing: .init(
                kind: .fixed, prices: [Money.zero(Market.euro), Money("1", Market.euro)!, Money("-1.0000", Market.dollar)!]))
        let told = content.faults(known: ["A": true, "HALF": true]).map { "\($0.pointer) \($0.code)" }
        #expect(
            Set(told) == [
                "/validTo endsBeforeItBegins", "/base unknownProduct", "/slots/0/maximum notAscending",
                "/slots/0/alternatives/0/maximum notAscending", "/slots/0/alternatives/0/default outOfRange",
                "/slots/0/alternatives/0/minimum neverFits", "/slots/0/alternatives/1/sku twice",
                "/slots/0/alternatives/2/default outOfRange", "/slots/0/alternatives/2/default notAMultiple",
                "/slots/0/default notAnAlternative", "/slots/1/name twice", "/slots/1/alternatives tooFew", "/slots/1/default required",
                "/rules/0/parts/0 itself", "/rules/0/parts/1 notAPart", "/rules/0/parts/2 notAPart", "/rules/0/parts/2 twice",
                "/rules/0/limit notHere", "/rules/1/parts tooFew", "/rules/1/part required", "/rules/2/part notHere",
                "/rules/2/limit required", "/pricing/prices/0/amount notPositive", "/pricing/prices/1/currency twice",
                "/pricing/prices/2/amount notPositive",
            ])
        #expect(told.count == Set(told).count)
        var contrary = ConfigurationContent(
            validFrom: Market.day, names: ["en": "A"], base: "A",
            slots: [.init(name: "one", labels: ["en": "One"], minimum: two, maximum: two, usual: "A", alternatives: [.init(sku: "A")])],
            pricing: .init(kind: .sum, prices: [Money("1", Market.euro)!]))
        #expect(contrary.faults(known: ["A": true]).map(\.pointer) == ["/pricing/prices"])
        contrary.pricing = .init()
        #expect(contrary.faults(known: ["A": true]).map { "\($0.pointer) \($0.code)" } == ["/slots/0/default slotBelowMinimum"])
        contrary.slots[0].minimum = .one
        contrary.slots[0].alternatives.append(.init(sku: "B"))
        contrary.rules = [.init(kind: .requires, part: "A", parts: ["B"])]
        #expect(contrary.faults(known: ["A": true, "B": true]).map { "\($0.pointer) \($0.code)" } == ["/rules brokenByDefaults"])
    }
}

extension ConfigurationContent {
    static let skus = (1...7).map { "P-\($0)" }

    /// Small numbers of everything, so that rules meet and limits are reached.
    static func any(_ random: inout SeededRandom) -> ConfigurationContent {
        func few(_ random: inout SeededRandom, _ count: ClosedRange<Int>) -> [String] {
            Array(skus.shuffled(using: &random).prefix(.random(in: count, using: &random)))
        }
        let slots = (1...Int.random(in: 1...4, using: &random)).map { number in
            let alternatives = few(&random, 1...4).map { sku in
                let least = Int.random(in: 1...2, using: &random), more = Int.random(in: 0...3, using: &random)
                return Alternative(
                    sku: sku, minimum: Quantity(least), maximum: Quantity(least + more),
                    usual: Quantity(least + (more > 0 ? random.chance(50) ? 1 : 0 : 0)))
            }
            let least = Int.random(in: 0...2, using: &random)
            return Slot(
                name: "slot\(number)", labels: ["en": "Slot"], minimum: Quantity(least),
                maximum: Quantity(least + .random(in: 0...3, using: &random) + (least == 0 ? 1 : 0)),
                usual: least > 0 || random.chance(50) ? alternatives[0].sku : nil, alternatives: alternatives)
        }
        let parts = Set(slots.flatMap { $0.alternatives.map(\.sku) }).sorted()
        let rules = (0..<Int.random(in: 0...4, using: &random)).compactMap { _ -> Rule? in
            let some = parts.shuffled(using: &random)
            let kind = Rule.Kind.allCases.randomElement(using: &random)!
            if kind == .atMost {
                return Rule(kind: kind, parts: Array(some.prefix(3)), limit: Quantity(.random(in: 1...3, using: &random)))
            }
            guard some.count > 1 else { return nil }
            return Rule(kind: kind, part: some[0], parts: Array(some.dropFirst().prefix(2)))
        }
        return ConfigurationContent(validFrom: Market.day, names: ["en": "Any"], base: "BASE", slots: slots, rules: rules)
    }
}

extension ConfigurationSelection {
    static func any(of content: ConfigurationContent, _ random: inout SeededRandom) -> ConfigurationSelection {
        let choices = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            let slot = content.slots.randomElement(using: &random)!
            let sku =
                random.chance(85)
                ? slot.alternatives.randomElement(using: &random)!.sku
                : random.chance(50) ? ConfigurationContent.skus.randomElement(using: &random) : nil
            let quantity = Quantity(thousandths: .random(in: 1...4, using: &random) * 1000 + (random.chance(10) ? 500 : 0))
            return ConfigurationChoice(
                slot: random.chance(92) ? slot.name : "elsewhere", sku: sku, quantity: sku == nil || random.chance(30) ? nil : quantity)
        }
        return ConfigurationSelection(choices, isWhole: random.chance(30))
    }
}

/// The same question asked for each kind of violation by itself, over all there is.
private struct NaiveSelection {
    typealias Standing = (slot: String, sku: String, quantity: Quantity, place: Int?)

    var parts: [Standing] = []
    var violations: Set<ConfigurationViolation> = []

    init(_ content: ConfigurationContent, _ selection: ConfigurationSelection, offered: Set<String>, counted: Set<String>) {
        let choices = Array(zip(selection.choices.indices, selection.choices))
        func ones(of slot: String) -> [(Int, ConfigurationChoice)] { choices.filter { $0.1.slot == slot } }
        func offers(_ slot: ConfigurationContent.Slot, _ sku: String) -> ConfigurationContent.Alternative? {
            offered.contains(sku) ? slot.alternatives.first { $0.sku == sku } : nil
        }
        for (place, choice) in choices where !content.slots.contains(where: { $0.name == choice.slot }) {
            violations.insert(.unknownSlot(choice.slot, place: place))
        }
        for slot in content.slots {
            let mine = ones(of: slot.name)
            let wrong = mine.filter { place, choice in
                guard let sku = choice.sku else { return mine.count > 1 }
                return offers(slot, sku) == nil || mine.contains { $0.0 < place && $0.1.sku == sku }
            }
            for (place, choice) in wrong {
                let isUnknown = choice.sku.map { offers(slot, $0) == nil } ?? false
                violations.insert(isUnknown ? .notAnAlternative(slot: slot.name, place: place) : .twice(slot: slot.name, place: place))
            }
            let standing = mine.filter { place, choice in choice.sku != nil && !wrong.contains { $0.0 == place } }
            var here: [Standing] = standing.map { place, choice in
                (slot.name, choice.sku!, choice.quantity ?? offers(slot, choice.sku!)!.usual, place)
            }
            if mine.isEmpty, !selection.isWhole, let usual = slot.usual, let alternative = offers(slot, usual) {
                here = [(slot.name, usual, alternative.usual, nil)]
            }
            parts += here
            for part in here {
                guard let place = part.place, let alternative = offers(slot, part.sku) else { continue }
                if part.quantity < alternative.minimum {
                    violations.insert(.belowMinimum(sku: part.sku, least: alternative.minimum, place: place))
                }
                if part.quantity > alternative.maximum {
                    violations.insert(.aboveMaximum(sku: part.sku, most: alternative.maximum, place: place))
                }
                if counted.contains(part.sku), part.quantity.thousandths % 1000 != 0 {
                    violations.insert(.notWhole(sku: part.sku, place: place))
                }
            }
            guard wrong.allSatisfy({ $0.1.sku == nil }) else { continue }
            let sum = here.map(\.quantity.thousandths).reduce(0, +)
            if sum < slot.minimum.thousandths {
                violations.insert(.slotBelowMinimum(slot: slot.name, least: slot.minimum, place: mine.first?.0))
            }
            if sum > slot.maximum.thousandths {
                violations.insert(.slotAboveMaximum(slot: slot.name, most: slot.maximum, place: mine.first?.0))
            }
        }
        for rule in content.rules { hold(rule, offered) }
    }

    private mutating func hold(_ rule: ConfigurationContent.Rule, _ offered: Set<String>) {
        let there = Set(parts.map(\.sku))
        let place = parts.first { $0.sku == rule.part }?.place
        switch rule.kind {
        case .requires:
            if there.contains(rule.part!), there.isDisjoint(with: rule.parts) {
                violations.insert(.requires(part: rule.part!, needed: rule.parts.filter(offered.contains), place: place))
            }
        case .excludes:
            for other in rule.parts where there.contains(rule.part!) && there.contains(other) {
                let others = parts.first { $0.sku == other }?.place
                violations.insert(.excludes(part: rule.part!, other: other, place: place ?? others))
            }
        case .atMost:
            let together = parts.filter { rule.parts.contains($0.sku) }
            if together.map(\.quantity.thousandths).reduce(0, +) > rule.limit!.thousandths {
                violations.insert(
                    .tooManyTogether(
                        parts: rule.parts.filter(there.contains), most: rule.limit!, place: together.compactMap(\.place).first))
            }
        }
    }
}
