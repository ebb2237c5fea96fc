import FoundationEssentials
import Kernel
import Web

struct UnitRepresentation: Encodable {
    let id: UnitID
    let externalID: String?
    let parent: UnitID?
    let name: String
    let status: String
    let language: String?
    let version: Int
    let settings: [SettingPart]
    let actions: [ActionLink]

    init(_ found: UnitWithSettings, for caller: Caller) {
        let unit = found.unit
        id = unit.id
        externalID = unit.externalID
        parent = unit.parent
        name = unit.name
        // By itself, or with one above it.
        status = unit.disabledAt != nil ? "disabled" : found.isDisabled ? "disabledAbove" : "active"
        language = unit.language
        version = unit.version
        settings = found.settings.map { SettingPart($0, in: unit.id, names: found.names) }
        let path = Self.path(unit, caller)
        let mayChange = caller.scope(ifPermitted: .manageUnits)?.covers(unit.id) == true
        actions =
            mayChange
            ? [
                ActionLink("change", "PATCH", path), ActionLink("disabling", "GET", path + "/disabling"),
                ActionLink("addUnit", "POST", "/v1/accounts/\(caller.account)/units"),
            ] : []
    }

    static func path(_ unit: Unit, _ caller: Caller) -> String { "/v1/accounts/\(caller.account)/units/\(unit.id)" }

    private enum CodingKeys: String, CodingKey {
        case id, parent, name, status, language, version, settings, actions
        case externalID = "externalId"
    }

    struct SettingPart: Encodable {
        let setting: UnitSetting.Name
        let id: String?
        let value: String
        let isInherited: Bool
        let from: From

        init(_ setting: UnitSetting, in unit: UnitID, names: [UnitID: String]) {
            self.setting = setting.name
            // As every other id is written.
            id = setting.id.map { ID<Never>($0).description }
            value = setting.label
            isInherited = setting.from != unit
            from = From(unit: setting.from, name: setting.from.flatMap { names[$0] })
        }
    }

    /// Without a unit: the account as such.
    struct From: Encodable {
        let unit: UnitID?
        let name: String?
    }
}

/// What disabling a unit would take along.
struct DisablingRepresentation: Encodable {
    let units: [NamedUnit]
    let openWork: [Work]
    /// For which it would be refused.
    let steps: [Step]

    init(_ disabling: Disabling) {
        units = disabling.units.map { NamedUnit(id: $0.id, name: $0.name) }
        openWork = disabling.work.map { Work(kind: $0.kind, count: $0.count) }
        steps = disabling.stranded.map {
            Step(approval: $0.approval.uuidString.lowercased(), rule: $0.rule, role: $0.role.rawValue, unit: $0.unit)
        }
    }

    struct Step: Encodable {
        let approval: String
        let rule: String
        let role: String
        let unit: UnitID
    }

    struct NamedUnit: Encodable {
        let id: UnitID
        let name: String
    }

    struct Work: Encodable {
        let kind: String
        let count: Int
    }
}
