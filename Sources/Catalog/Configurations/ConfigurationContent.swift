import FoundationEssentials
package import Kernel

/// What a version of a configuration says, as its supplier writes it: nothing is taken for right until `faults` finds nothing.
package struct ConfigurationContent: Codable, Sendable, Equatable {
    /// A product that may stand in a slot, and how many of it. Quantities are for one set.
    package struct Alternative: Codable, Sendable, Equatable {
        package var sku: String
        package var minimum: Quantity
        package var maximum: Quantity
        /// How many where nobody says.
        package var usual: Quantity

        package init(sku: String, minimum: Quantity = .one, maximum: Quantity = .one, usual: Quantity = .one) {
            self.sku = sku
            self.minimum = minimum
            self.maximum = maximum
            self.usual = usual
        }

        private enum CodingKeys: String, CodingKey {
            case sku, minimum, maximum
            case usual = "default"
        }
    }

    /// A place for parts. It may hold several of its alternatives at once; `minimum` and `maximum` are of all of them together.
    package struct Slot: Codable, Sendable, Equatable {
        package var name: String
        /// By language, English among them.
        package var labels: [String: String]
        /// Zero: it may stay empty.
        package var minimum: Quantity
        package var maximum: Quantity
        /// The SKU that stands in it where nobody chooses; a slot that may not stay empty has one.
        package var usual: String?
        package var alternatives: [Alternative]

        package init(
            name: String, labels: [String: String], minimum: Quantity = .one, maximum: Quantity = .one, usual: String? = nil,
            alternatives: [Alternative]
        ) {
            self.name = name
            self.labels = labels
            self.minimum = minimum
            self.maximum = maximum
            self.usual = usual
            self.alternatives = alternatives
        }

        private enum CodingKeys: String, CodingKey {
            case name, minimum, maximum, alternatives
            case labels = "label"
            case usual = "default"
        }
    }

    /// What must, or must not, stand together in one set.
    package struct Rule: Codable, Sendable, Equatable {
        package enum Kind: String, Codable, Sendable, CaseIterable {
            /// Where `part` stands, one of `parts` must.
            case requires
            /// Where `part` stands, none of `parts` may.
            case excludes
            /// Of `parts` together at most `limit` pieces.
            case atMost
        }

        package var kind: Kind
        package var part: String?
        package var parts: [String]
        package var limit: Quantity?

        package init(kind: Kind, part: String? = nil, parts: [String], limit: Quantity? = nil) {
            self.kind = kind
            self.part = part
            self.parts = parts
            self.limit = limit
        }
    }

    package struct Pricing: Codable, Sendable, Equatable {
        package enum Kind: String, Codable, Sendable, CaseIterable {
            /// What the base and the parts cost by the price function.
            case sum
            /// One amount for a set, whatever is chosen.
            case fixed
        }

        package var kind: Kind
        /// Of a set, one a currency; none where it is the sum.
        package var prices: [Money]
        /// How long a quote holds a fixed price; that of a sum is held as its parts' contracts say.
        package var priceHoldDays: Int

        package init(kind: Kind = .sum, prices: [Money] = [], priceHoldDays: Int = 30) {
            self.kind = kind
            self.prices = prices
            self.priceHoldDays = priceHoldDays
        }
    }

    package var validFrom: LocalDate
    package var validTo: LocalDate?
    /// By language, English among them.
    package var names: [String: String]
    package var descriptions: [String: String]?
    /// The SKU that it is built on; one in every set.
    package var base: String
    package var slots: [Slot]
    package var rules: [Rule]
    package var pricing: Pricing

    package init(
        validFrom: LocalDate, validTo: LocalDate? = nil, names: [String: String], descriptions: [String: String]? = nil, base: String,
        slots: [Slot], rules: [Rule] = [], pricing: Pricing = Pricing()
    ) {
        self.validFrom = validFrom
        self.validTo = validTo
        self.names = names
        self.descriptions = descriptions
        self.base = base
        self.slots = slots
        self.rules = rules
        self.pricing = pricing
    }

    private enum CodingKeys: String, CodingKey {
        case validFrom, validTo, base, slots, rules, pricing
        case names = "name"
        case descriptions = "description"
    }

    /// JSON with sorted keys and no white space: what is stored.
    package func canonical() throws -> String { try canonicalJSON() }

    package init(canonical text: String) throws {
        self = try JSONDecoder().decode(ConfigurationContent.self, from: Data(text.utf8))
    }

    /// Every product that it names: the base and the parts.
    package var skus: Set<String> { parts.union([base]) }

    /// Every product that may stand in a slot.
    var parts: Set<String> { Set(slots.flatMap { $0.alternatives.map(\.sku) }) }
}

extension [String: String] {
    /// A text by language: in `language`, else in English.
    func text(in language: ReadingLanguage) -> String? { language.text(of: self) }
}
