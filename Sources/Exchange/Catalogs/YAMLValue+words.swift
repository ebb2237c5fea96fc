import Accounts
import Catalog
import Kernel

/// The words that the files of a catalog are made of.
extension YAMLValue {
    var sku: String? {
        read("a SKU: letters, digits, hyphens, full stops and underscores, a letter or digit first, at most 40") { text in
            ProductDraft.isSKU(text) ? text : nil
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

    var quantity: Quantity? { read("a quantity above zero") { Quantity($0).flatMap { $0.thousandths > 0 ? $0 : nil } } }

    /// An amount that is not negative.
    func money(_ currency: Currency) -> Money? {
        read("an amount with at most four decimals") { Money($0, currency).flatMap { $0.tenThousandths >= 0 ? $0 : nil } }
    }

    /// A text per language, `en` among them.
    var translations: [String: String]? {
        var texts: [String: String] = [:]
        for (language, value) in members { texts[language] = value.text }
        if isObject, self["en"] == nil { refuse("\"en\" is missing") }
        return texts["en"] == nil ? nil : texts
    }
}

extension UInt8 {
    var isCapitalOrDigit: Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
