import Accounts
import Catalog
import Kernel

extension CatalogFiles {
    /// What the files say, and what is wrong with them whatever is stored of contracts and accounts.
    /// - Parameters:
    ///   - leftOut: is not read.
    ///   - known: what the master catalog has of the files' words.
    ///   - staff: addresses of the supplier's people.
    ///   - units: of the account whose contracts they are, by their names; with the root.
    func read(
        leavingOut leftOut: Set<CatalogEntry> = [], known: KnownCatalog = .nothing, staff: Set<String> = [],
        units: (all: [String: UnitID], root: UnitID)? = nil
    ) -> (catalog: SupplierCatalog, faults: [CatalogFault]) {
        let faults = YAMLValue.Faults()
        faults.leftOut = leftOut
        faults.all = self.faults.filter { !leftOut.contains(entry(of: $0)) }
        var roots: [(value: YAMLValue, says: Set<String>)] = []
        for file in files where !leftOut.contains(CatalogEntry(file: file.name)) {
            for (place, node) in file.documents.enumerated() {
                let root = YAMLValue(node: node, file: file.name, document: place, pointer: "", faults: faults)
                guard let sections = sections(of: node, in: file.name), !root.isLeftOut, check(root, sections) else { continue }
                roots.append((root, Set(sections.all.filter { root[$0].map { !$0.isLeftOut } ?? false })))
            }
        }
        var reader = CatalogReader(faults: faults, known: known, staff: staff)
        for root in roots where root.says.contains("supplier") || root.says.contains("staff") { reader.readSupplier(root.value) }
        for root in roots where root.says.contains("categories") { reader.readCategories(root.value) }
        for root in roots where root.says.contains("products") { reader.readProducts(root.value) }
        for root in roots where root.says.contains("fits") { reader.readFits(root.value) }
        for root in roots where root.says.contains("account") { reader.readAccount(root.value) }
        if let units { for root in roots { reader.readAgreed(root.value, units.all, root: units.root) } }
        return (reader.catalog, faults.all)
    }

    /// Notes what is missing and what is not for here; false where nothing can be read.
    private func check(_ root: YAMLValue, _ sections: Sections) -> Bool {
        guard root.isObject else {
            root.refuse("an object is needed here")
            return false
        }
        for name in sections.required where root[name] == nil { root.refuse("\"\(name)\" is missing") }
        for (name, value) in root.members where !sections.all.contains(name) && !value.isLeftOut {
            value.refuse(detail(of: name, besides: sections.all))
        }
        return true
    }
}
