import Kernel
package import Web

extension Reading where Value == ConfigurationContent {
    /// The form only; what is wrong with the content is the check's to say.
    static var configurationContent: Self { .object { $0.configurationContent } }
}

extension Fields {
    /// The members of a version, where others stand beside them.
    var configurationContent: ConfigurationContent {
        let rules: [ConfigurationContent.Rule]? = optional("rules", .list(0...Limits.configurationRules, of: .configurationRule))
        let pricing: ConfigurationContent.Pricing? = optional("pricing", .configurationPricing)
        return ConfigurationContent(
            validFrom: date("validFrom"), validTo: optionalDate("validTo"), names: required("name", .texts),
            descriptions: optional("description", .texts), base: string("base", 1...100),
            slots: required("slots", .list(0...Limits.configurationSlots, of: .configurationSlot)), rules: rules ?? [],
            pricing: pricing ?? .init())
    }
}

extension Reading where Value == ConfigurationContent.Slot {
    fileprivate static var configurationSlot: Self {
        .object { fields in
            let maximum = fields.optional("maximum", .quantity())
            let minimum: Quantity = fields.optional("minimum", .quantity(allowingZero: true)) ?? .one
            return .init(
                name: fields.required("name", .slotName), labels: fields.required("label", .texts), minimum: minimum,
                maximum: maximum ?? max(.one, minimum), usual: fields.optionalString("default", 1...100),
                alternatives: fields.required("alternatives", .list(0...Limits.configurationAlternatives, of: .configurationAlternative)))
        }
    }
}

extension Reading where Value == String {
    /// What programs name a slot by; people read its label.
    static var slotName: Self {
        Reading<String>.string(1...40).converted(else: "", "notAName", "Letters, digits, hyphens and underscores, at most 40.") { name in
            let isName = name.utf8.allSatisfy { ($0 | 32) >= 97 && ($0 | 32) <= 122 || (48...57).contains($0) || $0 == 45 || $0 == 95 }
            return isName ? name : nil
        }
    }
}

extension Reading where Value == ConfigurationContent.Alternative {
    fileprivate static var configurationAlternative: Self {
        .object { fields in
            let minimum: Quantity? = fields.optional("minimum", .quantity())
            let maximum: Quantity? = fields.optional("maximum", .quantity())
            let usual: Quantity? = fields.optional("default", .quantity())
            let least = minimum ?? .one
            return .init(
                sku: fields.string("sku", 1...100), minimum: least, maximum: maximum ?? max(least, usual ?? least), usual: usual ?? least)
        }
    }
}

extension Reading where Value == ConfigurationContent.Rule {
    fileprivate static var configurationRule: Self {
        .object { fields in
            .init(
                kind: fields.one("kind"), part: fields.optionalString("part", 1...100),
                parts: fields.list("parts", 0...Limits.configurationAlternatives, of: .string(1...100)),
                limit: fields.optional("limit", .quantity()))
        }
    }
}

extension Reading where Value == ConfigurationContent.Pricing {
    fileprivate static var configurationPricing: Self {
        .object { fields in
            let prices: [Money]? = fields.optional("prices", .list(0...50, of: .money))
            let days: Int? = fields.optional("priceHoldDays", .integer(1...3650))
            return .init(kind: fields.one("kind"), prices: prices ?? [], priceHoldDays: days ?? 30)
        }
    }
}

extension Reading where Value == [ConfigurationChoice] {
    /// `[{"slot": "memory", "sku": "…", "quantity": "2"}, {"slot": "dock"}]`; a slot without a SKU stays empty.
    package static var configurationChoices: Self {
        .list(
            0...Limits.configurationSlots * 2,
            of: .object { fields in
                let sku = fields.optionalString("sku", 1...100)
                let quantity: Quantity? = fields.optional("quantity", .quantity())
                if sku == nil, quantity != nil { fields.invalid("sku", "required", "A quantity is of a product.") }
                return ConfigurationChoice(slot: fields.string("slot", 1...40), sku: sku, quantity: quantity)
            })
    }
}
