/// Where a value is not what the contract says.
package struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// RFC 6901 into the body, or the name of what stands outside it: `status`, `header ETag`, `?limit`.
    package let pointer: String
    package let what: String

    package init(_ pointer: String, _ what: String) {
        self.pointer = pointer
        self.what = what
    }

    package var description: String { "\(pointer): \(what)" }
}
