import Kernel

/// What the ledger says of a list: what it held before and holds now; absent where the unit kept none.
package struct PreApprovedListChanged: Encodable, Sendable {
    struct Entry: Encodable, Sendable {
        let selector: String
        let value: String?
        let from: LocalDate?
        let until: LocalDate?
        let note: String?
    }

    let from: [Entry]?
    let to: [Entry]?

    package init(from before: PreApprovedList?, to after: PreApprovedList) {
        func entries(_ list: PreApprovedList?) -> [Entry]? {
            list?.entries?.map {
                Entry(selector: $0.selector.kind, value: $0.selector.written, from: $0.from, until: $0.until, note: $0.note)
            }
        }
        from = entries(before)
        to = entries(after)
    }
}
