package import Kernel

package enum SignInRefusal: Refusal, Equatable {
    /// The same for an unknown person and a wrong password: who has an account here is nobody's business.
    case failed
    case throttled(retryAfterSeconds: Int)
    /// Not one of one's own that is open.
    case sessionNotFound

    package var kind: RefusalKind {
        switch self {
        case .failed: .unauthenticated
        case .throttled(let seconds): .tooMany(retryAfterSeconds: seconds)
        case .sessionNotFound: .notFound
        }
    }

    package var code: String {
        switch self {
        case .failed: "sign-in-failed"
        case .throttled: "sign-in-throttled"
        case .sessionNotFound: "not-found"
        }
    }

    package var sentence: String {
        switch self {
        case .failed: "The e-mail address and the password do not belong together."
        case .throttled: "Too many failed sign-ins from this address; please wait."
        case .sessionNotFound: "You have no such session open."
        }
    }
}
