/// JSON as it was written: numbers that are not integers stay text, so that nothing passes through binary floating point
/// (product.md rule 1).
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number with a fraction, an exponent, or too large for an `Int`; as it was written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    package subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    package var text: String? { if case .string(let text) = self { text } else { nil } }
    package var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
    package var members: JSONObject? { if case .object(let object) = self { object } else { nil } }
}

/// Members in the order in which they were written, found by name in constant time.
package struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package private(set) var names: [String] = []
    private var values: [String: JSONValue] = [:]

    package init() {}

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }

    package subscript(name: String) -> JSONValue? {
        get { values[name] }
        set {
            guard let newValue else {
                values[name] = nil
                names.removeAll { $0 == name }
                return
            }
            if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
        }
    }

    /// False where there is a member of that name already.
    mutating func insert(_ name: String, _ value: JSONValue) -> Bool {
        guard values[name] == nil else { return false }
        self[name] = value
        return true
    }
}
