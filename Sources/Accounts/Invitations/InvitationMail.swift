import Mail

/// What somebody who is invited reads.
struct InvitationMail {
    let inviter: String
    let account: String
    let name: String
    let link: String
    let days: Int

    func text(in language: MailLanguage) -> (subject: String, body: String) {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    private var english: (String, String) {
        (
            "\(inviter) invites you to \(account)",
            """
            Hello \(name),

            \(inviter) invites you to buy for \(account) in its portal. Open this link to accept:

            \(link)

            It works once, for \(days) days. If it has ended by then, ask \(inviter) for a new one.

            If you do not know \(inviter) or \(account), you need do nothing: nothing happens without you.
            """
        )
    }

    private var chinese: (String, String) {
        (
            "\(inviter)邀请您加入\(account)",
            """
            \(name),您好:

            \(inviter)邀请您在采购门户中为\(account)采购。请打开以下链接接受邀请:

            \(link)

            此链接只能使用一次,\(days)天内有效。如已过期,请联系\(inviter)重新发送。

            如果您不认识\(inviter)或\(account),无需任何操作:未经您接受,不会发生任何事。
            """
        )
    }
}
