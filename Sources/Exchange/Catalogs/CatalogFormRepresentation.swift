import Kernel
import Web

/// Says what a part of the files says in the words of the HTTP interface, so that one set of rules reads and checks both.
struct CatalogForm {
    private(set) var places: CatalogPlaces
    private var object = JSONObject()

    init(_ root: YAMLValue) {
        places = CatalogPlaces(root)
    }

    /// Reads it as the HTTP interface reads a body; what is wrong is noted where the file says it.
    func read<Value>(_ reading: Reading<Value>, _ faults: YAMLValue.Faults) -> Value? {
        switch reading.checked(.object(object)) {
        case .success(let value): return value
        case .failure(let faulty):
            faults.all += faulty.faults.map(places.fault)
            return nil
        }
    }

    /// The text of a member, right or not; nil where it is none.
    func said(_ name: String) -> String? { object[name]?.text }

    mutating func set(_ name: String, _ value: JSONValue?) {
        if let value { object[name] = value }
    }

    /// A member that has the same name and form in the files.
    mutating func text(_ name: String, of item: YAMLValue) {
        set(name, item[name].map { text($0, at: "/\(name)") })
    }

    mutating func integer(_ name: String, of item: YAMLValue) {
        set(name, item[name].map { integer($0, at: "/\(name)") })
    }

    mutating func flag(_ name: String, of item: YAMLValue) {
        set(name, item[name].map { flag($0, at: "/\(name)") })
    }

    mutating func texts(_ name: String, of item: YAMLValue) {
        set(name, item[name].map { texts($0, at: "/\(name)") })
    }

    mutating func place(_ value: YAMLValue, at pointer: String) { places.note(value, at: pointer) }

    /// A scalar as it was written, digits too; anything else in its own form, for the reading to refuse.
    mutating func text(_ value: YAMLValue, at pointer: String) -> JSONValue {
        places.note(value, at: pointer)
        if value.isNull { return .null }
        if let written = value.written { return .string(written) }
        return value.isList ? .array([]) : .object(JSONObject())
    }

    mutating func integer(_ value: YAMLValue, at pointer: String) -> JSONValue {
        let text = text(value, at: pointer)
        return text.text.flatMap { Int($0) }.map(JSONValue.integer) ?? text
    }

    /// A plain `true` or `false`.
    mutating func flag(_ value: YAMLValue, at pointer: String) -> JSONValue {
        let text = text(value, at: pointer)
        guard value.isPlain, let flag = text.text.flatMap({ Bool($0) }) else { return text }
        return .bool(flag)
    }

    /// A text per language.
    mutating func texts(_ value: YAMLValue, at pointer: String) -> JSONValue {
        places.note(value, at: pointer)
        guard value.isObject else { return .string("") }
        var object = JSONObject()
        for (language, text) in value.members { object[language] = self.text(text, at: "\(pointer)/\(language)") }
        return .object(object)
    }

    /// An amount in a currency that is said elsewhere.
    mutating func money(_ value: YAMLValue, _ currency: String, at pointer: String) -> JSONValue {
        places.note(value, at: pointer)
        return .object(["amount": text(value, at: pointer + "/amount"), "currency": .string(currency)])
    }

    /// The items of a list, each by itself; nil for one that the caller has refused.
    mutating func list(
        _ value: YAMLValue, at pointer: String, _ item: (inout CatalogForm, YAMLValue, String) -> JSONValue?
    ) -> JSONValue {
        places.note(value, at: pointer)
        guard value.isList else { return .string("") }
        var items: [JSONValue] = []
        for one in value.items {
            let place = "\(pointer)/\(items.count)"
            places.note(one, at: place)
            if let made = item(&self, one, place) { items.append(made) }
        }
        return .array(items)
    }

    mutating func textList(_ value: YAMLValue, at pointer: String) -> JSONValue {
        list(value, at: pointer) { form, item, place in form.text(item, at: place) }
    }

    /// An object of texts; members of other names are refused.
    mutating func texts(of value: YAMLValue, _ names: [String], at pointer: String) -> JSONObject {
        places.note(value, at: pointer)
        value.hasMembers([], names)
        var object = JSONObject()
        for name in names {
            if let member = value[name] { object[name] = text(member, at: "\(pointer)/\(name)") }
        }
        return object
    }
}
