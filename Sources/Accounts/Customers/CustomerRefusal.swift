package import Kernel

/// Why the supplier does not do something with an account.
package enum CustomerRefusal: Refusal, Equatable {
    case hasAnAdmin
    case accountDisabled

    package var kind: RefusalKind { .conflict }

    package var code: String {
        switch self {
        case .hasAnAdmin: "account-has-an-admin"
        case .accountDisabled: "account-disabled"
        }
    }

    package var sentence: String {
        switch self {
        case .hasAnAdmin: "Somebody manages this account, or will from a day to come: they invite whom they want."
        case .accountDisabled: "The account is disabled: nobody comes in. Enable it first."
        }
    }
}
