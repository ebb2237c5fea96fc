import Kernel
import Yams

/// The entries of YAML files that were refused, as they stand there, each under a comment that says why: to be corrected and brought in
/// again.
struct RefusedEntries {
    let files: CatalogFiles
    let leftOut: Set<CatalogEntry>
    /// Of which something is left out.
    private let documents: Set<CatalogEntry>
    private let faults: [CatalogEntry: [CatalogFault]]
    private var text = ""

    init(_ files: CatalogFiles, _ faults: [CatalogFault]) {
        self.files = files
        self.faults = Dictionary(grouping: faults, by: files.entry)
        leftOut = Set(self.faults.keys)
        documents = Set(leftOut.map { CatalogEntry(file: $0.file, document: $0.document) })
    }

    /// YAML; nothing where nothing was refused.
    var written: String {
        var copy = self
        for file in files.files { copy.add(file) }
        return copy.text
    }

    private mutating func add(_ file: CatalogFile) {
        let lines = YAMLLines(file.text)
        let whole = CatalogEntry(file: file.name)
        if leftOut.contains(whole) {
            begin(file)
            comment(whole, indent: 0)
            text += lines.text(1..<lines.count + 1)
            return
        }
        let anchors = YAMLMarks(file.text).anchors
        for (document, root) in file.documents.enumerated() {
            let entry = CatalogEntry(file: file.name, document: document)
            guard documents.contains(entry), let place = YAMLPlace(root, lines, anchors: anchors) else { continue }
            begin(file)
            comment(entry, indent: 0)
            if leftOut.contains(entry) {
                text += lines.text(place.lines)
            } else {
                add(entry, place)
            }
        }
    }

    private mutating func add(_ document: CatalogEntry, _ place: YAMLPlace) {
        let isAccount = place.sections.contains { $0.name == "account" }
        for section in place.sections {
            let entry = CatalogEntry(file: document.file, document: document.document, section: section.pointer)
            if leftOut.contains(entry) {
                comment(entry, indent: section.indent)
                text += section.text
                continue
            }
            // Whose contracts these are has to be said with them.
            if isAccount, ["account", "units"].contains(section.name) { text += section.text }
            var isBegun = false
            for item in section.items {
                var one = entry
                one.place = item.place
                guard leftOut.contains(one) else { continue }
                if !isBegun { text += String(repeating: " ", count: section.indent) + "\(section.name):\n" }
                isBegun = true
                comment(one, indent: item.indent)
                text += item.text
            }
        }
    }

    private mutating func begin(_ file: CatalogFile) {
        if !text.isEmpty {
            if !text.hasSuffix("\n") { text += "\n" }
            text += "---\n"
        }
        text += Self.comment("of \(file.name)", indent: 0)
    }

    private mutating func comment(_ entry: CatalogEntry, indent: Int) {
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        for fault in faults[entry] ?? [] {
            let line = fault.line.map { "line \($0) " } ?? ""
            text += Self.comment("\(line)\(fault.pointer): \(fault.detail)", indent: indent)
        }
    }

    /// On one line, and of nothing that YAML does not allow in a comment.
    private static func comment(_ words: String, indent: Int) -> String {
        let scalars = words.unicodeScalars.prefix(500).map { scalar -> Unicode.Scalar in
            let isAllowed =
                (0x20..<0x7F).contains(scalar.value) || (0xA0..<0xFFFE).contains(scalar.value) && !(0x2028...0x2029).contains(scalar.value)
                || scalar.value > 0xFFFF
            return isAllowed ? scalar : " "
        }
        return String(repeating: " ", count: indent) + "# " + String(String.UnicodeScalarView(scalars)) + "\n"
    }
}
