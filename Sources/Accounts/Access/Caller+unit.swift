import Kernel

extension Caller {
    /// With which membership the caller does something in a unit: one there, else the nearest whose reach covers it, the oldest of several.
    /// - Parameters:
    ///   - unit: nil: that of the membership that speaks for the person.
    ///   - pointer: where the unit stood in the request.
    /// - Throws: `AccessRefusal.unitNotFound` for a unit that there is not, that is disabled, or where the caller may not do it; which of
    ///   these is not told (rule 19).
    package func member(
        _ permission: Permission, in unit: UnitID?, at pointer: String = "/unit"
    ) throws(AccessRefusal) -> (membership: Membership, unit: UnitID) {
        let speaking = try member()
        guard let unit else { return (speaking, speaking.unit) }
        let path = tree.isDisabled(unit) ? [] : tree.path(from: unit)
        func distance(_ place: Place) -> Int { path.firstIndex(of: place.membership.unit) ?? path.count }
        let reaching = path.isEmpty ? [] : places.filter { $0.reaches(unit, by: permission) }
        guard let nearest = reaching.min(by: { distance($0) < distance($1) }) else { throw .unitNotFound(pointer) }
        return (nearest.membership, unit)
    }

    /// The unit whose catalog and prices the caller asks for; nil, the root, for a rep who names none.
    /// - Throws: as `member(_:in:at:)`.
    package func unit(_ permission: Permission, in unit: UnitID?, at pointer: String) throws(AccessRefusal) -> UnitID? {
        guard let unit, supplier.gives(permission), restriction?.contains(permission) ?? true else {
            return unit == nil ? membership?.unit : try member(permission, in: unit, at: pointer).unit
        }
        guard tree.contains(unit), !tree.isDisabled(unit) else { throw .unitNotFound(pointer) }
        return unit
    }
}

extension Place {
    /// Whether it lets one begin something in a unit.
    fileprivate func reaches(_ unit: UnitID, by permission: Permission) -> Bool {
        switch permissions[permission] {
        case .account: true
        case .unit: holds(unit)
        case .own: membership.unit == unit
        case nil: false
        }
    }
}
