import Yams

/// Where a document and its parts stand in the lines of its file.
struct YAMLPlace {
    struct Section {
        let name: String
        /// As a pointer has it.
        let pointer: String
        let indent: Int
        let text: String
        let items: [Item]
    }

    struct Item {
        let place: Int
        let indent: Int
        /// Its own lines; where it shares them with others it is written anew.
        let text: String
    }

    let lines: Range<Int>
    let sections: [Section]

    /// Nil where the document has no place.
    /// - Parameter anchors: of the file: what names one that it does not have itself is written anew.
    init?(_ root: Node, _ lines: YAMLLines, anchors: Set<String>) {
        guard let first = root.mark?.line else { return nil }
        let end = (first..<lines.count + 1).first { $0 > first && lines.endsDocument($0) } ?? lines.count + 1
        self.lines = first..<end
        let pairs = root.mapping.map { Array($0) } ?? []
        let starts = pairs.map { $0.key.mark?.line ?? 0 }
        let isInLines = Set(starts).count == starts.count && lines.words(first).first != UInt8(ascii: "{")
        sections = pairs.enumerated().map { index, pair in
            let indent = max(0, (pair.key.mark?.column ?? 1) - 1)
            let next = index + 1 < starts.count ? starts[index + 1] : end
            let name = pair.key.string ?? ""
            let items = Self.items(of: pair.value, isInLines ? lines : nil, to: next, anchors: anchors)
            let pointer = name.replacing("~", with: "~0").replacing("/", with: "~1")
            let own = isInLines ? lines.text(Self.trimmed(starts[index]..<next, lines, indent: indent)) : nil
            let whole = own.flatMap { Self.isWhole($0, anchors) ? $0 : nil }
            let text = whole ?? Self.written(.mapping(Node.Mapping([(pair.key, pair.value)])), indent: indent)
            return Section(name: name, pointer: pointer, indent: indent, text: text, items: items)
        }
    }

    private static func items(of value: Node, _ lines: YAMLLines?, to end: Int, anchors: Set<String>) -> [Item] {
        guard let list = value.sequence else { return [] }
        let dashes = list.map { item in lines.flatMap { dash(of: item, $0) } }
        let indent = dashes.lazy.compactMap { $0?.indent }.first ?? 2
        return list.enumerated().map { place, item in
            let next = place + 1 < dashes.count ? dashes[place + 1]?.line : end
            if let lines, let dash = dashes[place], let next, dash.line < next {
                let own = lines.text(trimmed(dash.line..<next, lines, indent: dash.indent))
                if isWhole(own, anchors) { return Item(place: place, indent: dash.indent, text: own) }
            }
            return Item(place: place, indent: indent, text: written(.sequence(Node.Sequence([item])), indent: indent))
        }
    }

    /// Whether it has every anchor that its aliases name.
    private static func isWhole(_ text: String, _ anchors: Set<String>) -> Bool {
        anchors.isEmpty || YAMLMarks(text, known: anchors).aliases.count == YAMLMarks(text).aliases.count
    }

    /// The line of the hyphen that an item of a list begins with, and how far in it stands; nil where it shares the line with others.
    private static func dash(of item: Node, _ lines: YAMLLines) -> (line: Int, indent: Int)? {
        guard let mark = item.mark else { return nil }
        var line = mark.line
        if lines.indent(line) == mark.column - 1 {
            // Only blank lines and comments stand between the hyphen and what it is the hyphen of.
            line -= 1
            while line >= 1, lines.saysNothing(line, indent: .max) { line -= 1 }
        }
        guard line >= 1 else { return nil }
        let (indent, words) = (lines.indent(line), lines.words(line))
        guard words.first == UInt8(ascii: "-") else { return nil }
        let rest = words.dropFirst().prefix(line == mark.line ? max(0, mark.column - 2 - indent) : words.count)
        let isOwn = rest.prefix { $0 != UInt8(ascii: "#") }.allSatisfy { $0 == UInt8(ascii: " ") }
        return isOwn ? (line, indent) : nil
    }

    /// Without what stands behind it and is about what comes next.
    private static func trimmed(_ range: Range<Int>, _ lines: YAMLLines, indent: Int) -> Range<Int> {
        var end = range.upperBound
        while end - 1 > range.lowerBound, lines.saysNothing(end - 1, indent: indent) { end -= 1 }
        return range.lowerBound..<end
    }

    private static func written(_ node: Node, indent: Int) -> String {
        let text = (try? serialize(node: node, width: -1, allowUnicode: true)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
            .map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }
}
