package import Kernel

/// Why a cost centre or an address cannot be a unit's.
package enum SettingRefusal: Refusal, Equatable {
    case unitNotFound

    package var kind: RefusalKind { .invalid([Fault("/unit", "notFound", "A unit of this account that you may change.")]) }
    package var code: String { "setting-unit-not-found" }
    package var sentence: String { "There is no such unit to have this." }
}
