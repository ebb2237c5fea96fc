import Kernel
import Web

extension ProductDraft {
    static let skuForm: Sentence = "Letters, digits, hyphens, full stops and underscores, a letter or digit first, at most 40."

    /// What the members of a body say of a product.
    init(_ fields: Fields, sku: String) {
        let status = fields.optional("status", .one(of: Product.Status.self)) ?? .active
        let (from, until) = (fields.optionalDate("availableFrom"), fields.optionalDate("lastBuyUntil"))
        let images: [Image] = fields.optional("images", .list(0...ProductDraft.imagesAtMost, of: .image)) ?? []
        let documents: [Document] = fields.optional("documents", .list(0...ProductDraft.documentsAtMost, of: .document)) ?? []
        let listPrices: [Money] = fields.optional("listPrices", .list(0...50, of: .listPrice)) ?? []
        let unit: String = fields.optional("unitOfMeasure", .unitCode) ?? "H87"
        self.init(
            sku: sku, kind: fields.optional("kind", .one(of: Product.Kind.self)) ?? .item, names: fields.required("name", .texts),
            descriptions: fields.optional("description", .texts) ?? [:], manufacturer: fields.optionalString("manufacturer"),
            manufacturerPartNumber: fields.optionalString("manufacturerPartNumber", 1...100),
            category: fields.optional("category", .unspsc), unitOfMeasure: unit,
            leadTimeDays: fields.optional("leadTimeDays", .integer(0...3650)),
            lifeCycle: LifeCycle(stated: status, availableFrom: from, lastBuyUntil: until),
            successor: fields.optionalString("successor", 1...100), attributes: fields.optional("attributes", .attributes) ?? [:],
            images: images, documents: documents, listPrices: listPrices)
    }
}

extension Reading where Value == String {
    static var sku: Self {
        Reading<String>.string(1...40).converted(else: "", "notASKU", ProductDraft.skuForm) { ProductDraft.isSKU($0) ? $0 : nil }
    }

    static var unspsc: Self {
        let detail: Sentence = "Eight digits of UNSPSC, two a level; 00 for the levels that are not used, which are the last ones."
        return Reading<String>.string(1...8).converted(else: "", "notACategory", detail) { UNSPSC.isCode($0) ? $0 : nil }
    }

    static var unitCode: Self {
        Reading<String>.string(1...3).converted(else: "H87", "notAUnit", "A code of UN/ECE Recommendation 20, such as H87.") { text in
            (2...3).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isLetterOrDigit && !$0.isLowercase } ? text : nil
        }
    }

    /// Shown to browsers, so nothing but the web's own schemes.
    static var webAddress: Self {
        Reading<String>.string(8...2000).converted(else: "", "notAnAddress", "An address that begins with https:// or http://.") { text in
            (text.hasPrefix("https://") || text.hasPrefix("http://")) && !text.contains(where: \.isWhitespace) ? text : nil
        }
    }
}

extension Reading where Value == Money {
    /// What costs nothing is said to be free by a contract: a price of nothing is a gap in somebody's data.
    static var listPrice: Self {
        Reading(else: { .zero(.dollar) }) { value, place in
            guard let price = Reading<Money>.money.read(value, place) else { return nil }
            guard let flaw = ProductDraft.flaw(ofListPrice: price) else { return price }
            return place.member("amount").invalid(flaw.code, flaw.detail)
        }
    }
}

extension Reading where Value == ProductDraft.Image {
    fileprivate static var image: Self {
        .object { image in ProductDraft.Image(url: image.required("url", .webAddress), text: image.optional("text", .texts)) }
    }
}

extension Reading where Value == ProductDraft.Document {
    fileprivate static var document: Self {
        .object { document in
            ProductDraft.Document(
                kind: document.optional("kind", .one(of: ProductDraft.Document.Kind.self)) ?? .other,
                url: document.required("url", .webAddress), title: document.required("title", .texts))
        }
    }
}

extension Reading where Value == [String: String] {
    /// A text per language, English among them.
    static var texts: Self {
        Reading(else: { [:] }) { value, place in
            guard let object = value.members else { return place.wrongType("an object with a text for each language") }
            var texts: [String: String] = [:]
            for language in object.names {
                guard let text = object[language]?.text else { return place.wrongType("an object with a text for each language") }
                guard language.isLanguageTag else {
                    return place.invalid("notALanguage", "\"\(language)\" is not a language such as en or zh-CN.")
                }
                texts[language] = Reading<String>.text(1...Limits.noteCharacters).read(.string(text), place)
            }
            guard texts["en"] != nil else { return place.invalid("englishMissing", "A text in English (en) is needed.") }
            return texts
        }
    }
}

extension Reading where Value == [String: AttributeValue] {
    /// A text, a flag, or a number with its unit, by name.
    static var attributes: Self {
        Reading(else: { [:] }) { value, place in
            guard let object = value.members else { return place.wrongType("an object") }
            guard object.names.count <= 200 else { return place.invalid("tooMany", "At most 200.") }
            var attributes: [String: AttributeValue] = [:]
            for name in object.names {
                let place = place.member(name)
                switch object[name] {
                case .bool(let flag): attributes[name] = .flag(flag)
                case .string(let text):
                    attributes[name] = Reading<String>.string(1...1000).read(.string(text), place).map(AttributeValue.text)
                case .object: attributes[name] = Reading<AttributeValue>.number.read(object[name] ?? .null, place)
                default: _ = place.wrongType("a text, true or false, or an object with a value and a unit") as AttributeValue?
                }
            }
            return attributes
        }
    }
}

extension Reading where Value == AttributeValue {
    fileprivate static var number: Self {
        .object { fields in
            let number = fields.required("value", .decimal)
            return .number(number, unit: fields.optional("unit", .unitCode))
        }
    }
}

extension Reading where Value == Quantity {
    /// Also below zero, as temperatures are.
    fileprivate static var decimal: Self {
        Reading<String>.string(1...20).converted(else: .one, "notANumber", "Digits with at most three decimals.") { Quantity($0) }
    }
}

extension Currency {
    /// Of a placeholder.
    fileprivate static var dollar: Currency {
        guard let dollar = Currency("USD") else { preconditionFailure("USD has the form of a currency") }
        return dollar
    }
}
