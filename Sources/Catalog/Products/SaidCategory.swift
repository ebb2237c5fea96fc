/// What a file says of a category, in the words of the HTTP interface.
package struct SaidCategory: Sendable, Equatable {
    package let draft: SaveCategory.Draft
    /// Else what was defined stays.
    package let saysAttributes: Bool
    /// Else those that it has stay.
    package let saysKeywords: Bool
}
