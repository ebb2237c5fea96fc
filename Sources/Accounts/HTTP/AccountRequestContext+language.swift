package import Kernel
import Web

extension AccountRequestContext {
    /// For texts of the catalog: what `Accept-Language` asks for, then the account's language, then English (api.md, Language).
    package var readingLanguage: ReadingLanguage {
        ReadingLanguage(asked: Language.asked(in: app.acceptLanguage), own: caller.language)
    }
}
