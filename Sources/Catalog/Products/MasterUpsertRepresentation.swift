import Kernel
import Web

/// What became of each that was sent, in their order.
struct MasterUpsertRepresentation: Encodable {
    let items: [Item]
    let created: Int
    let changed: Int
    let unchanged: Int
    let refused: Int

    /// Products have a `sku`, all else a `key`.
    struct Item: Encodable {
        let sku: String?
        let key: String?
        let outcome: UpsertOutcome
        let version: Int?
        let errors: [Fault]?
    }

    init(_ products: [MasterUpsert<MasterProduct>.Outcome]) {
        self.init(products) { Item(sku: $0.key, key: nil, outcome: $0.kind, version: $0.version, errors: $0.errors) }
    }

    init(_ fits: [MasterUpsert<MasterFit>.Outcome]) {
        self.init(fits) { Item(sku: nil, key: $0.key, outcome: $0.kind, version: $0.version, errors: $0.errors) }
    }

    private init<Record>(_ outcomes: [MasterUpsert<Record>.Outcome], item: (MasterUpsert<Record>.Outcome) -> Item) {
        items = outcomes.map(item)
        created = outcomes.count { $0.kind == .created }
        changed = outcomes.count { $0.kind == .changed }
        unchanged = outcomes.count { $0.kind == .unchanged }
        refused = outcomes.count { $0.kind == .refused }
    }
}

extension MasterUpsert.Outcome {
    fileprivate var errors: [Fault]? { faults.isEmpty ? nil : faults }
}
