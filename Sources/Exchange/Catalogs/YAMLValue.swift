import Yams

/// A value of a YAML file that remembers where it stands, and notes what is wrong with it instead of throwing:
/// whoever edits a catalog is told everything at once.
struct YAMLValue {
    /// Where faults are noted while one catalog is read; confined to that.
    final class Faults {
        /// No more are noted: a file that is nothing but wrong is not to take minutes and a gigabyte to say so.
        static let atMost = 2_000

        var all: [CatalogFault] = []
        var isFull: Bool { all.count >= Self.atMost }
        /// What is not to be read.
        var leftOut: Set<CatalogEntry> = []
    }

    let node: Node
    let file: String
    /// Of the file, counted from 0.
    let document: Int
    let pointer: String
    let faults: Faults

    func refuse(_ detail: String) {
        guard !faults.isFull else { return }
        faults.all.append(CatalogFault(file: file, line: node.mark?.line, pointer: pointer, detail: detail, document: document))
    }

    var place: CatalogPlace { CatalogPlace(file: file, line: node.mark?.line, pointer: pointer, document: document) }

    /// Of a document, or a section of it.
    var isLeftOut: Bool {
        let section = pointer.isEmpty ? nil : String(pointer.dropFirst())
        return faults.leftOut.contains(CatalogEntry(file: file, document: document, section: section))
    }

    /// The items of a section of a document, without those that are left out.
    func entries(_ section: String) -> [YAMLValue] {
        guard let list = self[section], !list.isLeftOut else { return [] }
        return list.items.enumerated().filter { place, _ in
            !faults.leftOut.contains(CatalogEntry(file: file, document: document, section: section, place: place))
        }.map(\.element)
    }

    var isObject: Bool { node.mapping != nil }
    var isList: Bool { node.sequence != nil }
    /// What is written there, where it is neither an object nor a list.
    var written: String? { node.scalar?.string }
    /// Written without quotes.
    var isPlain: Bool { node.scalar?.style == .plain }

    /// Nothing where a value could stand, or the word for it.
    var isNull: Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The member of an object, nil where it is absent or this is no object.
    subscript(key: String) -> YAMLValue? {
        guard let node = node.mapping?[key] else { return nil }
        return child(node, key)
    }

    /// Notes what is missing, what is unknown, and where this is no object; false in the last case.
    @discardableResult
    func hasMembers(_ required: [String], _ optional: [String] = []) -> Bool {
        guard let mapping = node.mapping else {
            refuse("an object is needed here")
            return false
        }
        let known = required + optional
        for name in required where mapping[name] == nil { refuse("\"\(name)\" is missing") }
        for (key, value) in mapping where !faults.isFull && !known.contains(key.string ?? "") {
            child(value, key.string ?? "").refuse("unknown; known here: \(known.joined(separator: ", "))")
        }
        return true
    }

    /// The members of an object whose names are data, in the order of the file.
    var members: [(name: String, value: YAMLValue)] {
        guard let mapping = node.mapping else {
            refuse("an object is needed here")
            return []
        }
        return mapping.map { key, value in (key.string ?? "", child(value, key.string ?? "")) }
    }

    var items: [YAMLValue] {
        guard let sequence = node.sequence else {
            refuse("a list is needed here")
            return []
        }
        return sequence.enumerated().map { child($1, String($0)) }
    }

    /// The text of a scalar as it was written: a number's digits too, so that nothing becomes binary floating point.
    var text: String? {
        guard let scalar = node.scalar, !scalar.string.isEmpty, scalar.string.utf8.count <= 10_000, !isNull else {
            refuse("a text is needed here")
            return nil
        }
        return scalar.string
    }

    /// The text as something more definite; `what` tells what it should have been.
    func read<Value>(_ what: String, _ parse: (String) -> Value?) -> Value? {
        guard let text else { return nil }
        guard let value = parse(text) else {
            refuse("\"\(text)\" is not \(what)")
            return nil
        }
        return value
    }

    /// A plain `true` or `false`.
    var flag: Bool? {
        guard let scalar = node.scalar, scalar.style == .plain, let value = Bool(scalar.string) else {
            refuse("true or false is needed here")
            return nil
        }
        return value
    }

    private func child(_ node: Node, _ name: String) -> YAMLValue {
        let needsEscape = name.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
        let escaped = needsEscape ? name.replacing("~", with: "~0").replacing("/", with: "~1") : name
        return YAMLValue(node: node, file: file, document: document, pointer: "\(pointer)/\(escaped)", faults: faults)
    }
}
