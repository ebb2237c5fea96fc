import Kernel
import Synchronization

/// The orders of the catalog's names as readers of each language see them, made when a list is first sorted so: most never are.
final class NameOrders: Sendable {
    /// The ordinals in the order of the names, and each ordinal's place in it.
    struct Order: Sendable {
        let ordinals: [Int32]
        let places: [Int32]

        init(of rows: [CatalogRow], in language: ReadingLanguage) {
            let keys = rows.map { SearchWords.folded($0.name(in: language)) }
            // Rows stand in the order of their SKUs, so that a tie is decided by that.
            ordinals = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map(Int32.init)
            var places = [Int32](repeating: 0, count: rows.count)
            for (place, ordinal) in ordinals.enumerated() { places[Int(ordinal)] = Int32(place) }
            self.places = places
        }
    }

    /// Of eight bytes a product each. A catalog in four languages and English can be asked for in so many orders; who asks for one beyond
    /// these waits for the sorting.
    private static let limit = 64

    /// In which any product is named, besides English.
    private let languages: Set<String>
    private let known = Mutex<[[String]: Order]>([:])

    init(of rows: [CatalogRow]) {
        languages = Set(rows.lazy.flatMap(\.translations.keys))
    }

    func order(of rows: [CatalogRow], in language: ReadingLanguage) -> Order {
        // Languages that no product is named in make no difference.
        let key = language.tags.filter(languages.contains)
        if let order = known.withLock({ $0[key] }) { return order }
        let order = Order(of: rows, in: language)
        known.withLock { known in
            if known.count < Self.limit { known[key] = order }
        }
        return order
    }
}
