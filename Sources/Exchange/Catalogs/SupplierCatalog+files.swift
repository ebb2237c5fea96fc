import FoundationEssentials
import Kernel

extension SupplierCatalog {
    /// A file's name in the catalog's folder, and its text.
    typealias File = (name: String, text: String)

    /// What the files of a folder say, and what is wrong with them whatever is in the catalog.
    static func read(_ files: [File]) -> (catalog: SupplierCatalog, faults: [CatalogFault]) {
        CatalogFiles(files: files.map { CatalogFile(name: $0.name, text: $0.text) }, form: .folder).read()
    }

    /// - Throws: `CatalogFaults` where there are no files.
    static func files(in directory: String) throws -> [File] {
        var files: [File] = []
        for folder in ["", "products", "accounts"] {
            let path = folder.isEmpty ? directory : "\(directory)/\(folder)"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            for name in names.sorted() where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                let data = try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
                files.append((folder.isEmpty ? name : "\(folder)/\(name)", String(decoding: data, as: UTF8.self)))
            }
        }
        guard !files.isEmpty else {
            throw CatalogFaults(faults: [
                CatalogFault(file: directory, line: nil, pointer: "", detail: "no YAML file is here", document: nil)
            ])
        }
        return files
    }
}

extension CatalogFiles {
    /// A folder's files, or one file that may say all that a folder does (docs/imports.md).
    /// - Throws: `CatalogFaults`, `GzipFault`.
    static func at(_ path: String) throws -> CatalogFiles {
        let isFile = (try? FileManager.default.contentsOfDirectory(atPath: path)) == nil && FileManager.default.fileExists(atPath: path)
        guard isFile else {
            let files = try SupplierCatalog.files(in: path)
            return CatalogFiles(files: files.map { CatalogFile(name: $0.name, text: $0.text) }, form: .folder)
        }
        let (text, _) = try YAMLText.read(.path(path))
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return CatalogFiles(files: [CatalogFile(name: name, text: text)], form: .stream)
    }
}
