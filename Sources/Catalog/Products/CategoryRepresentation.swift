import Kernel
import Web

struct CategoryRepresentation: Encodable {
    let code: String
    let parent: String?
    let title: [String: String]
    let keywords: [String: [String]]?
    /// On the category's own page only, as `inherited`.
    let attributes: [DefinitionPart]?
    let inherited: [DefinitionPart]?

    init(_ category: MasterCategory) {
        code = category.code
        parent = category.parent
        title = category.titles
        keywords = category.keywords.isEmpty ? nil : category.keywords
        attributes = nil
        inherited = nil
    }

    init(_ described: DescribedCategory) {
        code = described.category.code
        parent = described.category.parent
        title = described.category.titles
        keywords = described.category.keywords.isEmpty ? nil : described.category.keywords
        attributes = described.attributes.map { DefinitionPart($0, from: nil) }
        inherited = described.inherited.map { DefinitionPart($0.definition, from: $0.category) }
    }

    struct DefinitionPart: Encodable {
        let name: String
        let kind: AttributeDefinition.Kind
        let unit: String?
        let label: [String: String]?
        let options: [OptionPart]?
        /// The category above that says so.
        let from: String?

        init(_ definition: AttributeDefinition, from category: String?) {
            name = definition.name
            kind = definition.kind
            unit = definition.unit
            label = definition.labels.isEmpty ? nil : definition.labels
            options =
                definition.options.isEmpty
                ? nil : definition.options.map { OptionPart(value: $0.value, label: $0.labels.isEmpty ? nil : $0.labels) }
            from = category
        }
    }

    struct OptionPart: Encodable {
        let value: String
        let label: [String: String]?
    }
}

extension Reading where Value == [String: [String]] {
    /// What buyers call a category beside its title: for each language a list, in which none is there twice.
    static var keywords: Self {
        let words = Reading<[String]>.list(0...Limits.categoryKeywords, of: .string(1...Limits.nameCharacters))
        return Reading(else: { [:] }) { value, place in
            guard let object = value.members else { return place.wrongType("an object with a list of texts for each language") }
            var keywords: [String: [String]] = [:]
            for language in object.names {
                let place = place.member(language)
                guard language.isLanguageTag else {
                    return place.invalid("notALanguage", "\"\(language)\" is not a language such as en or zh-CN.")
                }
                guard let said = words.read(object[language] ?? .null, place) else { continue }
                guard Set(said).count == said.count else { return place.invalid("givenTwice", "One of these is there twice.") }
                if !said.isEmpty { keywords[language] = said }
            }
            return keywords
        }
    }
}

extension Reading where Value == AttributeDefinition {
    static var attributeDefinition: Self {
        .object { fields in
            let kind = fields.one(of: AttributeDefinition.Kind.self, "kind")
            let unit = fields.optional("unit", .unitCode)
            if unit != nil, kind != .number { fields.invalid("unit", "notANumber", "Only numbers have a unit.") }
            let options = fields.optional("options", .list(1...500, of: .option))
            if (options != nil) != (kind == .choice) {
                fields.invalid("options", kind == .choice ? "required" : "notAChoice", "Choices have options, and nothing else has.")
            }
            return AttributeDefinition(
                name: fields.required("name", .attributeName), kind: kind, unit: unit, labels: fields.optional("label", .texts) ?? [:],
                options: options ?? [])
        }
    }
}

extension Reading where Value == AttributeDefinition.Option {
    fileprivate static var option: Self {
        .object { fields in .init(value: fields.string("value"), labels: fields.optional("label", .texts) ?? [:]) }
    }
}

extension Reading where Value == String {
    fileprivate static var attributeName: Self {
        Reading<String>.string(1...64).converted(else: "", "notAName", "A small letter, then letters and digits: screenSize.") { text in
            guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return nil }
            return text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            } ? text : nil
        }
    }
}
