/// What Package.swift says of the rooms: their order, and which modules each may import.
struct Manifest {
    private(set) var rooms: [String] = []
    private(set) var modules: [String: Set<String>] = [:]
    /// Named lists such as `foundation` and `business`, with what they stand for.
    private var lists: [String: [String]] = [:]
    private var products: [String: String] = [:]

    init(_ text: String) {
        let file = SwiftFile(path: "Package.swift", text: text)
        readNames(file)
        for index in file.tokens.indices
        where file.matches([".", "room", "("], at: index) || file.matches([".", "executableTarget", "("], at: index) {
            guard let end = file.closing(index + 2) else { continue }
            var words = declared(file.tokens[(index + 3)..<end])
            guard !words.isEmpty else { continue }
            let name = words.removeFirst()
            rooms.append(name)
            modules[name] = Set(words)
        }
    }

    var business: [String] { lists["business"] ?? [] }

    /// `static let yams = product(name: "Yams", …)` and `static let http: Self = [.hummingbird, …]`.
    private mutating func readNames(_ file: SwiftFile) {
        for index in file.tokens.indices where file.matches(["static", "let"], at: index) && index + 2 < file.tokens.count {
            let name = file.tokens[index + 2].text
            let end = file.tokens[(index + 3)...].firstIndex { $0.kind != .literal && ["static", "}"].contains($0.text) }
            let value = file.tokens[(index + 3)..<(end ?? file.tokens.endIndex)]
            if value.contains(where: { $0.kind == .word && $0.text == "product" }) {
                products[name] = value.first { $0.kind == .literal }?.text
            } else {
                lists[name] = literalsAndMembers(value)
            }
        }
    }

    private func declared(_ tokens: ArraySlice<Token>) -> [String] {
        literalsAndMembers(tokens).flatMap { expand($0) }
    }

    private func expand(_ name: String) -> [String] {
        if let product = products[name] { return [product] }
        return lists[name].map { $0.flatMap { expand($0) } } ?? [name]
    }

    /// Literals, and the names after a dot, in order.
    private func literalsAndMembers(_ tokens: ArraySlice<Token>) -> [String] {
        tokens.indices.compactMap { index in
            let token = tokens[index]
            if token.kind == .literal { return token.text }
            guard token.kind == .word, index > tokens.startIndex, tokens[index - 1].text == "." else { return nil }
            return token.text
        }
    }
}
