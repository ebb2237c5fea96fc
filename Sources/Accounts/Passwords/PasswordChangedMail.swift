import Kernel
import Mail

/// What somebody reads whose password was changed: whether they did it or not. No link: who reads mails that pretend to be this one should
/// not be used to any.
struct PasswordChangedMail {
    let name: String
    let at: Instant
    let address: ClientAddress

    func text(in language: MailLanguage) -> (subject: String, body: String) {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    private var when: String { "\(at.description.prefix(10)) \(at.description.dropFirst(11).prefix(5)) UTC" }

    private var english: (String, String) {
        (
            "Your password was changed",
            """
            Hello \(name),

            your password was changed: \(when), from the network address \(address.full). You are signed out wherever else you were
            signed in.

            If that was you, you need do nothing.

            If it was not, somebody else can get at your mailbox or knew your password. Ask for a new password on the portal's sign-in
            page now, give your mailbox another one too, look through your sessions and API keys there, and tell your company's account
            admin.
            """
        )
    }

    private var chinese: (String, String) {
        (
            "您的密码已更改",
            """
            \(name),您好:

            您的密码已更改:\(when),网络地址\(address.full)。您在其他设备上的登录均已退出。

            如果是您本人操作,无需再做任何事。

            如果不是您本人操作,说明有人能够访问您的邮箱或知道您的密码。请立即在门户登录页面申请新密码,同时更改邮箱密码,检查门户中的登录会话和API密钥,并通知贵公司的账户管理员。
            """
        )
    }
}
