import Kernel
import Web

/// What differs between two revisions, in the form that a refused decision tells it in.
struct QuoteDifferenceRepresentation: Encodable {
    private let json: JSONValue

    init(_ difference: QuoteDifference) {
        json = JSONValue(.object(difference.facts))
    }

    func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
