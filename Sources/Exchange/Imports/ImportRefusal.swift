package import Kernel

/// Why a file is not taken as a job, or a job's results are not there.
package enum ImportRefusal: Refusal, Equatable {
    case notFound
    case notFinished
    case empty
    case accountNeeded
    case notHere([String])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .notFinished: .conflict
        case .empty: .malformed([Fault("", "required", "The request needs a file.")])
        case .accountNeeded: .invalid([Fault("?account", "required", "This is required.")])
        case .notHere(let names): .invalid(names.map { Fault("?\($0)", "notHere", "Not for a file of this kind.") })
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .notFinished: "import-not-finished"
        case .empty: "malformed-request"
        case .accountNeeded, .notHere: "invalid-input"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such import."
        case .notFinished: "The import has not ended yet; read it again."
        case .empty: "The request is not of the form that this endpoint takes; errors says where."
        case .accountNeeded, .notHere: "Something in the request cannot be accepted; errors says what."
        }
    }
}
