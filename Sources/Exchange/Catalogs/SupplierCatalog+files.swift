import FoundationEssentials
import Kernel
import Yams

extension SupplierCatalog {
    /// A file's name in the catalog's folder, and its text.
    typealias File = (name: String, text: String)

    /// What the files say, and what is wrong with them whatever is in the catalog.
    static func read(_ files: [File]) -> (catalog: SupplierCatalog, faults: [CatalogFault]) {
        let faults = YAMLValue.Faults()
        let roots = files.compactMap { file in Self.root(of: file, faults) }
        var reader = CatalogReader(faults: faults)
        for root in roots where root.file == "supplier.yaml" { reader.readSupplier(root) }
        for root in roots where root.file == "categories.yaml" { reader.readCategories(root) }
        for root in roots where root.file.hasPrefix("products/") { reader.readProducts(root) }
        for root in roots where root.file == "fits.yaml" { reader.readFits(root) }
        for root in roots where root.file.hasPrefix("accounts/") { reader.readAccount(root) }
        return (reader.catalog, faults.all)
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
            throw CatalogFaults(faults: [CatalogFault(file: directory, line: nil, pointer: "", detail: "no YAML file is here")])
        }
        return files
    }

    private static func root(of file: File, _ faults: YAMLValue.Faults) -> YAMLValue? {
        do {
            guard let node = try compose(yaml: file.text) else {
                faults.all.append(CatalogFault(file: file.name, line: nil, pointer: "", detail: "the file is empty"))
                return nil
            }
            return YAMLValue(node: node, file: file.name, pointer: "", faults: faults)
        } catch {
            faults.all.append(CatalogFault(file: file.name, line: nil, pointer: "", detail: "not YAML: \(error)"))
            return nil
        }
    }
}
