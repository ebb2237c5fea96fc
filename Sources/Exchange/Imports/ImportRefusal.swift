package import Kernel

/// Why a file is not taken as a job, or a job's results are not there.
package enum ImportRefusal: Refusal, Equatable {
    case notFound
    case notFinished
    case ended(ImportJob.State)
    case notAFile([String])
    case empty
    case accountNeeded
    case notHere([String])

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .notFinished, .ended: .conflict
        case .notAFile(let types): .unsupportedMediaType(types)
        case .empty: .malformed([Fault("", "required", "The request needs a file.")])
        case .accountNeeded: .invalid([Fault("?account", "required", "This is required.")])
        case .notHere(let names): .invalid(names.map { Fault("?\($0)", "notHere", "Not for a file of this kind.") })
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .notFinished: "import-not-finished"
        case .ended: "import-ended"
        case .notAFile: "unsupported-media-type"
        case .empty: "malformed-request"
        case .accountNeeded, .notHere: "invalid-input"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such import."
        case .notFinished: "The import has not ended yet; read it again."
        case .ended(let state): "The import has ended already: it is \(state.rawValue)."
        case .notAFile: "The body is of a type that is not taken here."
        case .empty: "The request is not of the form that this endpoint takes; errors says where."
        case .accountNeeded, .notHere: "Something in the request cannot be accepted; errors says what."
        }
    }

    package var facts: [String: Fact] {
        guard case .ended(let state) = self else { return [:] }
        return ["state": .text(state.rawValue)]
    }
}
