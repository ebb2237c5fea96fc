import Catalog
import Kernel

/// What the columns of a file of categories are, by its header (docs/imports.md): ours, or those of the file that UNSPSC gives out.
struct CategoryColumns: Sendable {
    enum Column: Sendable, Equatable {
        case code
        case parent
        case title(String)
        /// Parted by semicolons.
        case keywords(String)
        /// Nothing of the category: the keys of UNSPSC's own file, and why the line was refused before.
        case note
    }

    let columns: [Column]
    let names: [String]
    /// Where the column `refused` stands.
    let refusedPlace: Int?

    /// - Throws: `ImportFileRefusal` with every column that is none, is there twice, or is missing.
    init(header: [String]) throws(ImportFileRefusal) {
        let words = ["Code": "code", "Title": "title.en"]
        let header = header.map { $0.trimmingBlanks() }.map { words[$0] ?? $0 }
        (names, columns) = try ImportHeader.read(header, required: ["code", "title.en"]) { name in
            switch name {
            case "code": .code
            case "parent": .parent
            case "Key", "Parent key", "Description", "Definition", "Synonym", ImportHeader.refused: .note
            case _ where name.hasPrefix("keywords."):
                String(name.dropFirst("keywords.".count)).isLanguageTag ? .keywords(String(name.dropFirst("keywords.".count))) : nil
            case _ where name.hasPrefix("title.") && name.utf8.count > "title.".utf8.count: .title(String(name.dropFirst("title.".count)))
            default: nil
            }
        }
        refusedPlace = names.firstIndex(of: ImportHeader.refused)
    }
}
