/// The catalog that an instance has read last, and whose turn it is to read a newer one: of many requests that find it stale one reads,
/// and the others wait for what it reads.
actor CatalogMemory {
    private(set) var index: CatalogIndex?
    private var isReading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter read: makes a newer one of what there is; nil where that need not be read again.
    func renewed(from seen: CatalogStamp?, _ read: (CatalogIndex?) async throws -> CatalogIndex) async throws {
        while isReading { await withCheckedContinuation { waiting.append($0) } }
        // Somebody else has read meanwhile.
        guard index?.stamp == seen else { return }
        isReading = true
        defer {
            isReading = false
            let others = waiting
            waiting = []
            for other in others { other.resume() }
        }
        index = try await read(index)
    }
}
