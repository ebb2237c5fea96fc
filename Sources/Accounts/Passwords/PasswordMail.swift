import Mail

/// What somebody reads who has asked for a new password.
struct PasswordMail {
    let name: String
    let link: String
    let minutes: Int

    func text(in language: MailLanguage) -> (subject: String, body: String) {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    private var english: (String, String) {
        (
            "Set a new password",
            """
            Hello \(name),

            somebody, most likely you, asked for a new password. Open this link to choose it:

            \(link)

            It works once, for \(minutes) minutes. You are signed out everywhere when you have chosen it.

            If you did not ask for it, you need do nothing: your password stays as it is.
            """
        )
    }

    private var chinese: (String, String) {
        (
            "设置新密码",
            """
            \(name),您好:

            有人(很可能是您本人)申请了新密码。请打开以下链接设置:

            \(link)

            此链接只能使用一次,\(minutes)分钟内有效。设置新密码后,您在所有设备上的登录都会退出。

            如果不是您申请的,无需任何操作:您的密码保持不变。
            """
        )
    }
}
