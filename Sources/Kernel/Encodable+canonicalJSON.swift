import FoundationEssentials

extension Encodable {
    /// JSON with sorted keys, no white space and slashes as they are: equal values are equal text, so that it can be held against a digest.
    package func canonicalJSON() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
