import FoundationEssentials

/// Which state of the master catalog something was found in: the database changes it with the catalog, in the same transaction. It is
/// another one after a database has gone back to an earlier state, too.
package struct CatalogStamp: Sendable, Equatable {
    let change: Int
    let stamp: UUID
}
