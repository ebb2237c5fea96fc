import Kernel

/// What is kept of a change to one of the supplier's people: before and after.
struct StaffChange: Encodable {
    /// Nil for somebody who came new.
    let from: Saved?
    let to: Saved

    struct Saved: Encodable {
        let title: String
        let permissions: [StaffPermission]
        let status: String

        init(_ member: StaffMember) {
            title = member.title
            permissions = member.permissions.ordered
            status = member.endedAt == nil ? "active" : "ended"
        }
    }

    init(from: StaffMember?, to: StaffMember) {
        self.from = from.map(Saved.init)
        self.to = Saved(to)
    }
}
