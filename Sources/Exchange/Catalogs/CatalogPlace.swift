import Kernel

/// Where in a catalog's files something is said.
struct CatalogPlace: Sendable, Equatable {
    let file: String
    let line: Int?
    let pointer: String
    let document: Int

    func fault(_ detail: String) -> CatalogFault {
        CatalogFault(file: file, line: line, pointer: pointer, detail: detail, document: document)
    }
}

/// Where the files say what stands at a pointer into the same in the words of the HTTP interface: its checks' faults are told by file and
/// line.
struct CatalogPlaces: Sendable, Equatable {
    private var places: [String: CatalogPlace]

    var root: CatalogPlace? { places[""] }

    init(_ root: YAMLValue) {
        places = ["": root.place]
    }

    mutating func note(_ value: YAMLValue, at pointer: String) {
        places[pointer] = value.place
    }

    /// At its pointer's place, or at the nearest one that it is part of.
    func fault(_ fault: Fault) -> CatalogFault {
        var pointer = fault.pointer[...]
        while places[String(pointer)] == nil, let slash = pointer.lastIndex(of: "/") { pointer = pointer[..<slash] }
        let place = places[String(pointer)] ?? places[""]
        let name = fault.pointer.split(separator: "/").last.map(String.init) ?? ""
        let isAbsent = fault.code == "required" && pointer.endIndex < fault.pointer.endIndex
        return CatalogFault(
            file: place?.file ?? "", line: place?.line, pointer: place?.pointer ?? "",
            detail: isAbsent ? "\"\(name)\" is missing" : fault.detail, document: place?.document)
    }
}
