import Kernel
import Yams

/// A file of a catalog as it came: its documents, and its lines, for what is refused to be given back as it stands.
struct CatalogFile {
    let name: String
    let text: String
    /// The root of each document that says something.
    let documents: [Node]
    /// Why it was not read; then it has no documents.
    let fault: CatalogFault?

    /// - Parameter valuesAtMost: of a file that comes from elsewhere (`YAMLBounds`).
    init(name: String, text: String, valuesAtMost: Int? = nil) {
        self.name = name
        self.text = text
        func refused(_ line: Int?, _ detail: String) -> CatalogFault {
            CatalogFault(file: name, line: line, pointer: "", detail: detail, document: nil)
        }
        if let valuesAtMost, let flaw = YAMLBounds.flaw(in: text, valuesAtMost: valuesAtMost) {
            (documents, fault) = ([], refused(flaw.line, flaw.detail))
            return
        }
        do {
            let parser = try Parser(yaml: text)
            var documents: [Node] = []
            while let root = try parser.nextRoot() {
                if root.scalar?.string.isEmpty != true { documents.append(root) }
            }
            let flaw = valuesAtMost.flatMap { YAMLBounds.flaw(in: documents, of: text, valuesAtMost: $0) }
            self.documents = flaw == nil ? documents : []
            fault = flaw.map { refused($0.line, $0.detail) } ?? (documents.isEmpty ? refused(nil, "the file is empty") : nil)
        } catch {
            let (line, detail) = Self.words(of: error)
            (documents, fault) = ([], refused(line, "not YAML: \(detail)"))
        }
    }

    private static func words(of error: any Error) -> (line: Int?, detail: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let names, let context):
            (context.mark.line, "said twice: \(names.joined(separator: ", "))")
        default: (nil, "\(error)")
        }
    }
}
