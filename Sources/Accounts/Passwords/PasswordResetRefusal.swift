package import Kernel

/// Why a password is not changed. A weak one: see `OrganisationRefusal`.
package enum PasswordResetRefusal: Refusal, Equatable {
    /// No such link.
    case notFound
    /// Used, too old, or another one was used.
    case ended
    /// Too many were asked for from one network address, whoever they were for.
    case limited(retryAfterSeconds: Int)
    case wrongPassword

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .ended: .conflict
        case .limited(let seconds): .tooMany(retryAfterSeconds: seconds)
        case .wrongPassword: .forbidden
        }
    }

    package var code: String {
        switch self {
        case .notFound: "password-reset-not-found"
        case .ended: "password-reset-ended"
        case .limited: "password-resets-limited"
        case .wrongPassword: "wrong-password"
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such link to a new password."
        case .ended: "The link has been used, or has ended; ask for another one."
        case .limited: "Too many new passwords were asked for from this address; please wait."
        case .wrongPassword: "This is not your password."
        }
    }
}
