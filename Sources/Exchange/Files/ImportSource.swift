#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where an import's file is. It can be read from its beginning more than once: the lines that were refused are looked up in it again.
package struct ImportSource: Sendable {
    private enum Place: Sendable {
        case path(String)
        case descriptor(CInt)
    }

    private let place: Place
    /// How much may come out of it: a small file can hold very much that is packed well.
    private let limit: Int

    package static func path(_ path: String) -> ImportSource { ImportSource(place: .path(path), limit: .max) }

    /// An open file, which stays its owner's to close. Read by one task at a time: there is one position.
    package static func descriptor(_ descriptor: CInt, unpackedTo limit: Int = .max) -> ImportSource {
        ImportSource(place: .descriptor(descriptor), limit: limit)
    }

    /// - Throws: `GzipFault.cannotOpen`.
    func open() throws(GzipFault) -> GzipFile {
        switch place {
        case .path(let path): return try GzipFile(path: path)
        case .descriptor(let descriptor):
            guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .cannotOpen("the file") }
            return try GzipFile(descriptor: descriptor, limit: limit)
        }
    }
}
