internal import FoundationEssentials
package import Kernel

/// How one value is read out of JSON or out of a query parameter's text.
///
/// A reading that fails reports why and the caller goes on with the placeholder, so that one pass finds everything that is wrong;
/// no placeholder survives, because `decode` throws in the end.
package struct Reading<Value> {
    let placeholder: () -> Value
    package let read: (JSONValue, InputPlace) -> Value?

    package init(else placeholder: @escaping () -> Value, _ read: @escaping (JSONValue, InputPlace) -> Value?) {
        self.placeholder = placeholder
        self.read = read
    }

    /// The same, converted; `code` and `detail` say what is wrong where `convert` gives nil.
    package func converted<Other>(
        else placeholder: @escaping @autoclosure () -> Other, _ code: String, _ detail: Sentence, _ convert: @escaping (Value) -> Other?
    ) -> Reading<Other> {
        Reading<Other>(else: placeholder) { value, place in
            guard let read = self.read(value, place) else { return nil }
            return convert(read) ?? place.invalid(code, detail)
        }
    }
}

extension Reading where Value == String {
    /// One line of text, without control characters.
    package static func string(_ characters: ClosedRange<Int>) -> Self {
        text(characters, allowing: [])
    }

    /// Text of several lines: line feeds and tabs are its only control characters.
    package static func text(_ characters: ClosedRange<Int>) -> Self {
        text(characters, allowing: ["\n", "\t", "\r"])
    }

    private static func text(_ characters: ClosedRange<Int>, allowing allowed: Set<Unicode.Scalar>) -> Self {
        Reading(else: { "" }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("a text") }
            if text.unicodeScalars.contains(where: { $0.isForbiddenInText && !allowed.contains($0) }) {
                return place.invalid("controlCharacter", "Control characters are not allowed here.")
            }
            if characters.lowerBound > 0, !text.unicodeScalars.contains(where: \.isSeen) {
                return place.invalid("empty", "This must not be empty.")
            }
            let count = text.count
            if count < characters.lowerBound { return place.invalid("tooShort", "At least \(characters.lowerBound) characters.") }
            // A character may be many scalars long, so the bytes are bounded too.
            if count > characters.upperBound || text.utf8.count > characters.upperBound * 16 {
                return place.invalid("tooLong", "At most \(characters.upperBound) characters.")
            }
            return text
        }
    }
}

extension Reading where Value == Int {
    package static func integer(_ range: ClosedRange<Int>) -> Self {
        Reading(else: { range.lowerBound }) { value, place in
            let number: Int
            switch value {
            case .integer(let integer): number = integer
            case .string(let text) where place.isText:
                guard let integer = Int(text) else { return place.invalid("notAnInteger", "This must be a whole number.") }
                number = integer
            default: return place.wrongType("a whole number")
            }
            guard range.contains(number) else {
                return place.invalid("outOfRange", "From \(range.lowerBound) to \(range.upperBound).")
            }
            return number
        }
    }
}

extension Reading where Value == Bool {
    package static var bool: Self {
        Reading(else: { false }) { value, place in
            switch value {
            case .bool(let flag): return flag
            case .string("true") where place.isText: return true
            case .string("false") where place.isText: return false
            default: return place.wrongType("true or false")
            }
        }
    }
}

extension Reading where Value == Quantity {
    /// Decimal text, or a JSON integer (api.md, Money); more than zero unless told otherwise.
    package static func quantity(allowingZero: Bool = false) -> Self {
        Reading(else: { .one }) { value, place in
            let quantity: Quantity?
            switch value {
            case .integer(let integer): quantity = Quantity(String(integer))
            case .string(let text): quantity = Quantity(text)
            default: return place.wrongType("a decimal text such as \"2.5\", or a whole number")
            }
            guard let quantity else {
                return place.invalid("notAQuantity", "Digits with at most three decimals, at most twelve digits before the point.")
            }
            guard quantity.thousandths > 0 || allowingZero && quantity.thousandths == 0 else {
                return place.invalid("notPositive", "This must be more than zero.")
            }
            return quantity
        }
    }
}

extension Reading where Value == Percentage {
    package static var percentage: Self {
        Reading(else: { .zero }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("a decimal text such as \"12.5\"") }
            return Percentage(text) ?? place.invalid("notAPercentage", "Between 0 and 100, with at most four decimals.")
        }
    }
}

extension Reading where Value == Currency {
    package static var currency: Self {
        Reading(else: { .noCurrency }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("a currency code such as \"USD\"") }
            return Currency(text) ?? place.invalid("notACurrency", "Three capital letters, as ISO 4217 has them.")
        }
    }
}

extension Reading where Value == Money {
    /// `{"amount": "1299.00", "currency": "USD"}`; the amount as a JSON number is refused.
    package static var money: Self {
        .object { fields in
            let amount = fields.required("amount", .amount)
            let currency = fields.required("currency", .currency)
            return Money(amount, currency) ?? .zero(currency)
        }
    }
}

extension Reading where Value == String {
    fileprivate static var amount: Self {
        Reading(else: { "0" }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("a decimal text such as \"1299.00\"") }
            guard Money(text, .noCurrency) != nil else {
                return place.invalid("notAnAmount", "Digits with at most four decimals, at most fourteen digits before the point.")
            }
            return text
        }
    }
}

extension Reading where Value == LocalDate {
    package static var date: Self {
        Reading(else: { LocalDate(daysSince1970: 0) }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("a date such as \"2026-12-31\"") }
            return LocalDate(text) ?? place.invalid("notADate", "A day of the calendar, written 2026-12-31.")
        }
    }
}

extension Reading where Value == Instant {
    package static var instant: Self {
        Reading(else: { Instant(microseconds: 0) }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("a time such as \"2026-12-31T09:30:00Z\"") }
            return Instant(text) ?? place.invalid("notATime", "A time with its offset, as RFC 3339 has it.")
        }
    }
}

extension Reading {
    package static func id<Subject>() -> Self where Value == ID<Subject> {
        Reading(else: { ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("an id") }
            return ID(text) ?? place.invalid("notAnID", "An id is a UUID of 36 characters.")
        }
    }

    /// One of an enumeration's words.
    package static func one(of _: Value.Type = Value.self) -> Self where Value: CaseIterable & RawRepresentable<String> {
        Reading(else: { Value.firstCase }) { value, place in
            guard case .string(let text) = value else { return place.wrongType("a text") }
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            return Value(rawValue: text) ?? place.invalid("notAllowed", "One of: \(words).")
        }
    }

    /// A nested object.
    package static func object(_ body: @escaping (Fields) -> Value) -> Self {
        Reading(else: { body(Fields(JSONObject(), "", FaultCollector())) }) { value, place in
            guard case .object(let object) = value else { return place.wrongType("an object") }
            let fields = Fields(object, place.pointer, place.faults)
            let result = body(fields)
            fields.refuseUnread()
            return result
        }
    }

    /// An array; what is wrong is reported for each of its items.
    package static func list<Item>(_ count: ClosedRange<Int>, of item: Reading<Item>) -> Self where Value == [Item] {
        Reading(else: { [] }) { value, place in
            guard case .array(let items) = value else { return place.wrongType("a list") }
            guard items.count >= count.lowerBound else { return place.invalid("tooFew", "At least \(count.lowerBound).") }
            guard items.count <= count.upperBound else { return place.invalid("tooMany", "At most \(count.upperBound).") }
            return items.enumerated().compactMap { index, value in
                item.read(value, place.item(index))
            }
        }
    }
}

extension CaseIterable {
    fileprivate static var firstCase: Self {
        guard let first = allCases.first else { preconditionFailure("\(Self.self) has no cases to choose from") }
        return first
    }
}

extension Percentage {
    fileprivate static var zero: Percentage {
        guard let zero = Percentage(tenThousandths: 0) else { preconditionFailure("0 % is a percentage") }
        return zero
    }
}

extension Unicode.Scalar {
    /// Whether anything stands there: neither a blank nor one of those that are drawn as nothing, by whatever name.
    fileprivate var isSeen: Bool {
        switch properties.generalCategory {
        case .control, .format, .unassigned, .surrogate: false
        default: !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
        }
    }
}
