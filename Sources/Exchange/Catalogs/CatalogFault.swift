/// One thing that is wrong with a file of a catalog.
package struct CatalogFault: Sendable, Equatable, CustomStringConvertible {
    /// Relative to the catalog's folder.
    package let file: String
    /// From 1; nil where the file as a whole is meant.
    package let line: Int?
    /// RFC 6901 pointer into the file, or into the one of its documents that is meant.
    package let pointer: String
    package let detail: String
    /// Of the file, counted from 0; nil where none of them is meant.
    package var document: Int? = 0

    package var description: String {
        "\(file)\(line.map { ":\($0)" } ?? "")\(pointer.isEmpty ? "" : " \(pointer)"): \(detail)"
    }
}

/// Everything that is wrong with a catalog's files, in their order. Nothing of them is stored.
package struct CatalogFaults: Error, Equatable {
    package let faults: [CatalogFault]
}
