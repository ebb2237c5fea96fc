package import Kernel

package enum PasswordRefusal: Refusal {
    /// More passwords wait to be checked than the service keeps in line.
    case tooManySignIns

    package var kind: RefusalKind { .unavailable(retryAfterSeconds: 1) }
    package var code: String { "too-many-sign-ins" }
    package var sentence: String { "Too many people are signing in at this moment; please try again." }
}
