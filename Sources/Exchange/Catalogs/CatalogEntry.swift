/// A part of a catalog's files that is taken or left out as a whole: an item of a list at the top of a document, such as a product; or what
/// has no such items, a whole section, document or file.
struct CatalogEntry: Hashable, Sendable {
    let file: String
    /// Counted from 0 in the file; nil: all of it.
    var document: Int?
    /// A key at the document's top; nil: all of it.
    var section: String?
    /// In the section's list; nil: all of it.
    var place: Int?

    /// This, and everything that it is part of.
    var containers: [CatalogEntry] {
        var found = [CatalogEntry(file: file)]
        guard let document else { return found }
        found.append(CatalogEntry(file: file, document: document))
        guard let section else { return found }
        found.append(CatalogEntry(file: file, document: document, section: section))
        if place != nil { found.append(self) }
        return found
    }
}
