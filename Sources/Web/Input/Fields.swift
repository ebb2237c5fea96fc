package import Kernel

/// The members of one JSON object, read by name. What is wrong is collected; what is left unread is unknown and refused (api.md, Style).
package struct Fields {
    private let object: JSONObject
    private let pointer: String
    private let faults: FaultCollector
    private let read = ReadNames()

    init(_ object: JSONObject, _ pointer: String, _ faults: FaultCollector) {
        self.object = object
        self.pointer = pointer
        self.faults = faults
    }

    /// A member that must be there.
    package func required<Value>(_ name: String, _ reading: Reading<Value>) -> Value {
        guard let value = member(name), value != .null else {
            faults.invalid(pointer(to: name), "required", "This is required.")
            return reading.placeholder()
        }
        return reading.read(value, place(name)) ?? reading.placeholder()
    }

    /// A member that may be absent; `null` says the same.
    package func optional<Value>(_ name: String, _ reading: Reading<Value>) -> Value? {
        guard let value = member(name), value != .null else { return nil }
        return reading.read(value, place(name))
    }

    /// A member of a change: absent leaves as it is, `null` takes away.
    package func change<Value>(_ name: String, _ reading: Reading<Value>) -> Change<Value> {
        switch member(name) {
        case nil: return .keep
        case .null?: return .clear
        case let value?: return reading.read(value, place(name)).map(Change.set) ?? .keep
        }
    }

    /// Reports that a member's value breaks a rule that concerns several of them.
    package func invalid(_ name: String, _ code: String, _ detail: Sentence) {
        faults.invalid(pointer(to: name), code, detail)
    }

    func refuseUnread() {
        for name in object.names where !read.names.contains(name) {
            faults.malformed(pointer(to: name), "unknownMember", "There is no such member.")
        }
    }

    private func member(_ name: String) -> JSONValue? {
        read.names.insert(name)
        return object[name]
    }

    private func place(_ name: String) -> InputPlace {
        .init(pointer: pointer(to: name), faults: faults, isText: false)
    }

    /// RFC 6901.
    private func pointer(to name: String) -> String {
        var escaped = ""
        for character in name {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        return "\(pointer)/\(escaped)"
    }

    private final class ReadNames {
        var names: Set<String> = []
    }
}

/// What a change says of one member.
package enum Change<Value> {
    case keep
    case clear
    case set(Value)

    /// The value after the change.
    package func applied(to current: Value?) -> Value? {
        switch self {
        case .keep: current
        case .clear: nil
        case .set(let value): value
        }
    }

    package func map<Other>(_ transform: (Value) -> Other) -> Change<Other> {
        switch self {
        case .keep: .keep
        case .clear: .clear
        case .set(let value): .set(transform(value))
        }
    }

    package var isKeep: Bool { if case .keep = self { true } else { false } }
}

extension Change: Sendable where Value: Sendable {}
