/// A column holds a word that its enumeration in Swift does not know: a check constraint is missing, or the service is
/// older than the schema.
struct UnknownWord: Error {
    let word: String
}
