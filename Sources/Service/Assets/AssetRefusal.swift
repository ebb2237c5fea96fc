package import Kernel

/// Why no asset is shown, registered or changed.
package enum AssetRefusal: Refusal, Equatable {
    case notFound
    /// Nothing of them is saved.
    case invalid([Fault])
    /// Another of the account's assets has it.
    case externalIDTaken
    /// Somebody else has made one of these known at the same moment.
    case registeredMeanwhile

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .invalid(let faults): .invalid(faults)
        case .externalIDTaken, .registeredMeanwhile: .conflict
        }
    }

    package var code: String {
        switch self {
        case .notFound: "not-found"
        case .invalid: "invalid-assets"
        case .externalIDTaken: "asset-external-id-taken"
        case .registeredMeanwhile: "asset-registered-meanwhile"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such asset."
        case .invalid: "This cannot be said of an asset; nothing was saved."
        case .externalIDTaken: "Another asset of the account has this external id."
        case .registeredMeanwhile: "One of these was registered at the same moment; nothing of this was saved. Send it again."
        }
    }
}
