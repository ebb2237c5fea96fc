package import Kernel
package import Postgres

extension DocumentReference {
    /// The row that is meant, by one index and not by either of two.
    /// - Parameters: the columns of the document's id and of its number.
    package func condition(id idColumn: SQL, number numberColumn: SQL) -> SQL {
        switch self {
        case .id(let id): "\(idColumn) = \(id.uuid)"
        case .number(let number): "\(numberColumn) = \(number.value)"
        }
    }
}
