import Yams

/// What a YAML text that comes from elsewhere may not be made of. A value takes a hundred times the room of the comma that makes it; and a
/// few aliases of aliases stand for more than any memory holds, which the parser itself meets where they are keys.
enum YAMLBounds {
    typealias Flaw = (line: Int?, detail: String)

    /// Of an object; what is looked up in it is looked for among all of them.
    private static let membersAtMost = 1_000

    /// What is found before anything is parsed; nil where nothing is wrong.
    static func flaw(in text: String, valuesAtMost: Int) -> Flaw? {
        let marks = YAMLMarks(text)
        if marks.values > valuesAtMost { return (nil, "more than \(valuesAtMost) values: send it in parts, or as CSV") }
        guard !marks.aliases.isEmpty, let line = marks.complexKey else { return nil }
        return (line, "beside aliases (*name) no key may be one, nor stand in brackets or after a question mark")
    }

    /// Whether documents are larger than that, what their aliases stand for included, or hold an object that nobody writes. It is counted
    /// until it is.
    static func flaw(in documents: [Node], of text: String, valuesAtMost: Int) -> Flaw? {
        var rest = valuesAtMost
        var wide: Node?
        func isLarger(_ node: Node) -> Bool {
            rest -= 1
            switch node {
            case .scalar(let scalar): rest -= scalar.string.utf8.count / 16
            case .sequence(let list): for item in list where isLarger(item) { return true }
            case .mapping(let object):
                if object.count > membersAtMost {
                    wide = node
                    return true
                }
                for (key, value) in object {
                    rest -= (key.string?.utf8.count ?? 0) / 16
                    if isLarger(value) { return true }
                }
            default: break
            }
            return rest < 0
        }
        guard documents.contains(where: isLarger) else { return nil }
        if let wide { return (wide.mark?.line, "an object of more than \(membersAtMost) members") }
        guard let alias = YAMLMarks(text).aliases.first else { return nil }
        return (alias.line, "its aliases (*name) stand for more than \(valuesAtMost) values")
    }
}

/// What in a text may be an anchor or an alias. Whether it stands in a comment or a quoted text is not asked: no one is missed, and that a
/// text says `&name` and `*name` without meaning it is not to be expected.
struct YAMLMarks {
    private(set) var anchors: Set<String> = []
    /// Of an anchor before it.
    private(set) var aliases: [(name: String, line: Int)] = []
    /// Whether something may be a key that is more than a scalar: the line of the first.
    private(set) var complexKey: Int?
    /// At least as many as there are values.
    private(set) var values = 1

    /// - Parameter known: anchors from before this text.
    init(_ text: String, known: Set<String> = []) {
        anchors = known
        var text = text
        text.withUTF8 { read($0) }
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        var line = 1
        var place = 0
        var isBehindName = false
        while place < bytes.count {
            let byte = bytes[place]
            let before = place > 0 ? bytes[place - 1] : UInt8(ascii: "\n")
            place += 1
            switch byte {
            case UInt8(ascii: "\n"): (line, values) = (line + 1, values + 1)
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "{"): values += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if Self.isKey(bytes, endingAt: place) { complexKey = complexKey ?? line }
            case UInt8(ascii: "?"):
                if isBehindName || !(before >= 0x80 || Self.isOfName(before)) { complexKey = complexKey ?? line }
            case UInt8(ascii: "&"), UInt8(ascii: "*"):
                let start = place
                while place < bytes.count, Self.isOfName(bytes[place]) { place += 1 }
                guard place > start else { break }
                let name = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
                if byte == UInt8(ascii: "&") {
                    anchors.insert(name)
                } else if anchors.contains(name) {
                    aliases.append((name, line))
                    if Self.isKey(bytes, endingAt: place) { complexKey = complexKey ?? line }
                }
                isBehindName = true
                continue
            default: break
            }
            isBehindName = false
        }
    }

    /// A key stands on one line with its colon.
    private static func isKey(_ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int) -> Bool {
        var place = end
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") || bytes[place] == UInt8(ascii: "\t") { place += 1 }
        return place < bytes.count && bytes[place] == UInt8(ascii: ":")
    }

    /// As libyaml reads an anchor's name.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
