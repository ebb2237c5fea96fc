import Kernel

extension String {
    /// `en`, `zh-CN`.
    package var isLanguageTag: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.utf8.count), language.utf8.allSatisfy(\.isLowercase) else {
            return false
        }
        guard parts.count == 2 else { return parts.count == 1 }
        return parts[1].utf8.count == 2 && parts[1].utf8.allSatisfy { $0.isLetterOrDigit && !$0.isLowercase }
    }
}
