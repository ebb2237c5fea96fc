import Catalog
import Kernel
import Yams

/// The files that are read together, and what they may say.
struct CatalogFiles {
    enum Form {
        /// Each file says what its name stands for: `categories.yaml`, `accounts/….yaml`.
        case folder
        /// One file whose documents may say anything that a folder's may; of an account that is there also a part.
        case stream
        /// One file whose documents say what the master catalog is.
        case master
        /// One file whose documents say what was agreed with an account that is told otherwise.
        case contracts
    }

    /// What a document may say at its top.
    struct Sections {
        var required: [String] = []
        var optional: [String] = []

        var all: [String] { required + optional }
    }

    /// Lists at the top whose items are taken or left out one by one.
    static let lists = ["staff", "categories", "products", "fits", "contracts", "standardConfigurations"]
    static let agreed = ["contracts", "standardConfigurations"]
    private static let master = ["categories", "products", "fits"]
    private static let supplier = ["supplier", "staff"]
    private static let ofAccount = ["units", "people", "approvalPolicy"]
    private static let settings = ["costCentres", "addresses", "team", "preApproved"]

    let files: [CatalogFile]
    let form: Form

    /// Of what is no YAML.
    var faults: [CatalogFault] { files.compactMap(\.fault) }

    /// Nil where a file of that name is not read.
    func sections(of root: Node, in file: String) -> Sections? {
        let isAccount = root.mapping?["account"] != nil
        switch form {
        case .folder:
            switch file {
            case "supplier.yaml": return Sections(required: Self.supplier)
            case "categories.yaml": return Sections(required: ["categories"])
            case "fits.yaml": return Sections(required: ["fits"])
            case _ where file.hasPrefix("products/"): return Sections(required: ["products"])
            case _ where file.hasPrefix("accounts/"):
                return Sections(required: ["account"] + Self.ofAccount, optional: Self.agreed + Self.settings)
            default: return nil
            }
        case .stream where isAccount:
            return Sections(required: ["account"], optional: Self.ofAccount + Self.agreed + Self.settings)
        case .stream: return Sections(optional: Self.supplier + Self.master)
        case .master: return Sections(optional: Self.master)
        case .contracts: return Sections(optional: Self.agreed)
        }
    }

    /// Where something goes that a document may not say here.
    func detail(of name: String, besides known: [String]) -> String {
        switch form {
        case .master where Self.agreed.contains(name):
            return "not of the master catalog: send it in with kind=contracts and the account"
        case .master where name == "account" || Self.ofAccount.contains(name) || Self.settings.contains(name):
            return "not of the master catalog: accounts are made over HTTP, or by purveyor import catalog"
        case .master where Self.supplier.contains(name):
            return "not of the master catalog: the supplier's people are kept at /v1/staff, or by purveyor import catalog"
        case .contracts where Self.master.contains(name):
            return "not of an account's contracts: send it in with kind=catalog"
        case .contracts where name == "preApproved":
            return "not of an account's contracts: the customer's own people keep it"
        case .contracts where name == "account" || Self.ofAccount.contains(name) || Self.settings.contains(name):
            return "not of an account's contracts: the account is the request's; the rest is made over HTTP, or by purveyor import catalog"
        default: return "unknown; known here: \(known.joined(separator: ", "))"
        }
    }

    // MARK: - Entries

    /// What is left out for a fault.
    func entry(of fault: CatalogFault) -> CatalogEntry {
        var entry = CatalogEntry(file: fault.file)
        guard let document = fault.document, let root = root(entry.file, document) else { return entry }
        entry.document = document
        let names = fault.pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard let section = names.first else { return entry }
        let known = sections(of: root, in: entry.file)?.all ?? []
        // An account is one thing, apart from what was agreed with it.
        if root.mapping?["account"] != nil, known.contains(section), !Self.agreed.contains(section) { return entry }
        entry.section = section
        guard Self.lists.contains(section), names.count > 1, root.mapping?[section]?.sequence != nil else { return entry }
        entry.place = Int(names[1])
        return entry
    }

    /// How many there are of a file, or of a part of it.
    func count(_ entry: CatalogEntry) -> Int {
        if entry.place != nil { return 1 }
        let roots = files.first { $0.name == entry.file }?.documents ?? []
        guard let document = entry.document else {
            return max(1, roots.indices.reduce(0) { $0 + count(CatalogEntry(file: entry.file, document: $1)) })
        }
        guard roots.indices.contains(document), let mapping = roots[document].mapping else { return 1 }
        let isAccount = mapping["account"] != nil
        let names = entry.section.map { [$0] } ?? mapping.keys.compactMap(\.string)
        let known = sections(of: roots[document], in: entry.file)?.all ?? []
        let entries = names.reduce(isAccount && entry.section == nil ? 1 : 0) { count, name in
            if Self.lists.contains(name), let list = mapping[name]?.sequence { return count + list.count }
            return count + (known.contains(name) ? 0 : 1)
        }
        // A section that is no list is one thing, which is wrong.
        return entry.section == nil ? entries : max(1, entries)
    }

    var count: Int { files.reduce(0) { $0 + (isRead($1) ? count(CatalogEntry(file: $1.name)) : 0) } }

    func count(_ leftOut: Set<CatalogEntry>) -> Int {
        leftOut.reduce(0) { count, entry in
            entry.containers.dropLast().contains(where: leftOut.contains) ? count : count + self.count(entry)
        }
    }

    private func isRead(_ file: CatalogFile) -> Bool {
        file.fault != nil || file.documents.contains { sections(of: $0, in: file.name) != nil }
    }

    func root(_ file: String, _ document: Int) -> Node? {
        let documents = files.first { $0.name == file }?.documents ?? []
        return documents.indices.contains(document) ? documents[document] : nil
    }

    /// What an entry is called where it is told of: its number, SKU, code, key or address.
    func name(of entry: CatalogEntry) -> String {
        guard let document = entry.document, let root = root(entry.file, document) else { return "" }
        guard let section = entry.section, let place = entry.place else {
            return root.mapping?["account"]?.mapping?["externalId"]?.scalar?.string ?? entry.section ?? ""
        }
        guard let list = root.mapping?[section]?.sequence, list.indices.contains(place), let item = list[place].mapping else { return "" }
        return ["sku", "code", "key", "number", "email"].lazy.compactMap { item[$0]?.scalar?.string }.first ?? ""
    }

    /// Every word of those parts that name things of the master catalog without a contract's check to ask for them.
    var words: Set<String> {
        var words: Set<String> = []
        func collect(_ node: Node) {
            switch node {
            case .scalar(let scalar): words.insert(scalar.string)
            case .sequence(let list): for item in list { collect(item) }
            case .mapping(let object): for (_, value) in object { collect(value) }
            default: break
            }
        }
        for root in files.flatMap(\.documents) {
            for name in ["fits", "preApproved", "standardConfigurations", "team"] { root.mapping?[name].map(collect) }
        }
        return words
    }
}
