import Persistence
import Postgres

extension Row {
    /// A permission that this version of the service does not know is given to nobody; NULL is none.
    mutating func staffPermissions() throws -> Set<StaffPermission> {
        Set((try next([String]?.self) ?? []).compactMap(StaffPermission.init))
    }

    /// The next column, an array of `function:access`; of a function that is there twice the wider access counts.
    mutating func teamAccess() throws -> [TeamFunction: TeamAccess] {
        try next([String].self).reduce(into: [:]) { functions, text in
            let words = text.split(separator: ":").map(String.init)
            guard words.count == 2, let function = TeamFunction(rawValue: words[0]), let access = TeamAccess(rawValue: words[1]) else {
                throw UnknownWord(word: text)
            }
            functions[function] = max(access, functions[function] ?? .read)
        }
    }
}
