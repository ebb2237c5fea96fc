import Web

extension AccountRequestContext {
    /// What `Accept-Language` asked for, else the account's language (api.md, Language).
    package var readingLanguage: String {
        app.languageWasAsked ? app.language.rawValue : caller.language
    }
}
