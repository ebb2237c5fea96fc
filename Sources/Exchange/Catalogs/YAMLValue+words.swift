import Accounts
import FoundationEssentials
import Kernel
import Yams

/// The words that the files of a catalog are made of.
extension YAMLValue {
    var sku: String? {
        read("a SKU: capital letters, digits and hyphens, at most 40") { text in
            (1...40).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isCapitalOrDigit || $0 == UInt8(ascii: "-") } ? text : nil
        }
    }

    var unspsc: String? {
        read("a UNSPSC code of eight digits") { text in
            text.utf8.count == 8 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? text : nil
        }
    }

    var email: EmailAddress? { read("an e-mail address") { EmailAddress($0) } }

    var day: LocalDate? { read("a day like 2026-12-31") { LocalDate($0) } }

    var currency: Currency? { read("a currency's code") { Currency($0) } }

    var percentage: Percentage? { read("a percentage between 0 and 100 with at most four decimals") { Percentage($0) } }

    var quantity: Quantity? { read("a quantity above zero") { Quantity($0).flatMap { $0.thousandths > 0 ? $0 : nil } } }

    /// An amount that is not negative.
    func money(_ currency: Currency) -> Money? {
        read("an amount with at most four decimals") { Money($0, currency).flatMap { $0.tenThousandths >= 0 ? $0 : nil } }
    }

    /// A text per language, `en` among them.
    var translations: [String: String]? {
        var texts: [String: String] = [:]
        for (language, value) in members { texts[language] = value.text }
        if node.mapping != nil, node.mapping?["en"] == nil { refuse("\"en\" is missing") }
        return texts["en"] == nil ? nil : texts
    }

    /// The same as the text of a JSON object.
    var texts: String? { translations.flatMap { json($0) } }

    /// Texts, yes or no, and numbers with their units, as the text of a JSON object. Numbers stay the decimal text that they are.
    var attributes: String? {
        var attributes: [String: Attribute] = [:]
        for (name, value) in members {
            if value.node.mapping != nil {
                guard value.hasMembers(["value"], ["unit"]), let number = value["value"]?.text else { continue }
                attributes[name] = .number(value: number, unit: value["unit"]?.text)
            } else if value.node.scalar?.style == .plain, let flag = value.node.scalar.flatMap({ Bool($0.string) }) {
                attributes[name] = .flag(flag)
            } else if let text = value.text {
                attributes[name] = .text(text)
            }
        }
        return json(attributes)
    }

    private func json(_ value: some Encodable) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }
}

private enum Attribute: Encodable {
    case text(String)
    case flag(Bool)
    case number(value: String, unit: String?)

    private enum CodingKeys: String, CodingKey { case value, unit }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .flag(let flag):
            var container = encoder.singleValueContainer()
            try container.encode(flag)
        case .number(let value, let unit):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(value, forKey: .value)
            try container.encodeIfPresent(unit, forKey: .unit)
        }
    }
}

extension UInt8 {
    var isCapitalOrDigit: Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
