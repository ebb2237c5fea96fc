import Accounts
import Kernel
import Web

struct PreApprovedRepresentation: Encodable {
    let unit: UnitID
    /// The unit whose list holds here; absent where nobody from the unit upward keeps one.
    let from: UnitID?
    let entries: [Entry]?
    let actions: [ActionLink]

    struct Entry: Encodable {
        let selector: String
        let value: String?
        let from: LocalDate?
        let until: LocalDate?
        let note: String?
    }

    init(_ approved: PreApproved, _ caller: Caller) {
        unit = approved.unit
        from = approved.list?.unit
        entries = approved.list?.entries?.map {
            Entry(selector: $0.selector.kind, value: $0.selector.written, from: $0.from, until: $0.until, note: $0.note)
        }
        let path = Self.path(approved.unit, caller)
        let mayWrite = caller.scope(ifPermitted: .manageUnits)?.covers(approved.unit) ?? false
        let isOwn = approved.list?.unit == approved.unit
        actions =
            mayWrite ? [ActionLink("replace", "PUT", path)] + (isOwn ? [ActionLink("remove", "DELETE", path)] : []) : []
    }

    static func path(_ unit: UnitID, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/units/\(unit)/pre-approved" }
}

extension Reading where Value == PreApprovedList.Entry {
    static var preApprovedEntry: Self {
        .object { fields in
            let (selector, from, until) = (fields.productSelector(), fields.optionalDate("from"), fields.optionalDate("until"))
            if let from, let until, until < from { fields.invalid("until", "endsBeforeItBegins", "It counts from \(from).") }
            return .init(selector, from: from, until: until, note: fields.optionalString("note"))
        }
    }
}
