import Web

/// Which of the languages that mails are written in a person reads.
package enum MailLanguage: Sendable {
    case english
    case chinese

    /// - Parameter tag: `en`, `zh-CN`, …; one that there is no translation for gets English.
    package init(_ tag: String) {
        self = Language.preferred(in: tag) == .chinese ? .chinese : .english
    }
}
