import Kernel

/// Which entries of YAML files are left out, found by reading again without those that are faulty until nothing is wrong with the rest:
/// what depends on one that is left out is left out too.
struct CatalogSorting {
    /// A file of which so many entries hang one on the other is refused as a whole.
    private static let roundsAtMost = 50

    let files: CatalogFiles
    private(set) var leftOut: Set<CatalogEntry> = []
    private(set) var faults: [CatalogFault] = []
    private var rounds = 0
    /// Whether all that is wrong by itself has been found: what is wrong after that, is so for want of what was left out.
    private var isSettled = false

    init(_ files: CatalogFiles) {
        self.files = files
    }

    /// - Returns: whether the rest can be looked at without them.
    mutating func leaveOut(_ found: [CatalogFault]) -> Bool {
        rounds += 1
        let before = leftOut.count
        for fault in found {
            leftOut.insert(files.entry(of: fault))
            let why = isSettled ? "; what it needs of this import was refused" : ""
            faults.append(
                CatalogFault(
                    file: fault.file, line: fault.line, pointer: fault.pointer, detail: fault.detail + why, document: fault.document))
        }
        isSettled = isSettled || found.count < YAMLValue.Faults.atMost
        faults = faults.inOrder(of: files.files.map(\.name))
        return leftOut.count > before && rounds <= Self.roundsAtMost
    }
}

extension [CatalogFault] {
    /// As a reader comes upon them; those of no file, and of no line, first.
    func inOrder(of names: [String]) -> Self {
        let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        return enumerated().sorted { left, right in
            (places[left.element.file] ?? -1, left.element.line ?? 0, left.offset)
                < (places[right.element.file] ?? -1, right.element.line ?? 0, right.offset)
        }.map(\.element)
    }
}
