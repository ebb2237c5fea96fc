package import Web

extension ProblemCatalogue {
    private typealias Texts = [String: Entry]

    /// Of accounts, their people and how these come in.
    package var withAccounts: ProblemCatalogue {
        let parts = [
            Self.access, Self.signIn, Self.organisation, Self.members, Self.roles, Self.delegations, Self.supplier, Self.supplierTeams,
        ]
        return parts.reduce(adding(.chinese, [:], faults: Self.faults)) { $0.adding(.chinese, $1) }
    }

    private static let access: Texts = [
        "not-signed-in": Entry("未登录", "请先登录：请求没有当前有效的令牌。"),
        "session-required": Entry("需要登录会话", "API 密钥不能进行此操作：请用密码登录。"),
        "account-not-found": Entry("没有此账户", "此账户不存在，或者您今天在其中没有职位。"),
        "account-disabled": Entry("账户已停用", "账户已停用：在重新启用之前无人可以加入。"),
        "account-has-an-admin": Entry("账户已有管理员", "已有人管理此账户，由其邀请他人。"),
        "not-permitted": Entry("无此权限", "您在此账户中的角色不包含 {permission}。"),
        "not-a-member": Entry("不是成员", "只有账户的成员可以进行此操作。"),
        "not-staff": Entry("不是供应商人员", "只有供应商的人员可以进行此操作。"),
        "not-a-feed-reader": Entry("不能读取事件流", "只有可以读取所有账户事件流的人员可以进行此操作。"),
        "staff-permission-missing": Entry("缺少供应商权限", "只有具有 {staffPermission} 权限的供应商人员可以进行此操作。"),
        "edit-access-needed": Entry("需要编辑权限", "只有今天以编辑权限服务此账户的人员可以进行此操作。"),
        "not-a-rep": Entry("不能代表成员", "代表成员行事者须以编辑权限服务此账户，并担任有此职责的职能。"),
        "represented-member-not-found": Entry("没有所代表的成员", "此账户中没有使用该编号的、他人的、当前有效的成员资格。"),
        "not-on-behalf": Entry("不能代办", "此操作不能由他人代办，须由成员本人进行。"),
        "partners-read-orders": Entry("合作伙伴只能查看订单", "合作伙伴的人员只能查看账户的订单，不能查看其他内容。"),
        "no-unit-of-yours": Entry("不是您的部门", "须为此账户中未停用且您可以在其中进行此操作的部门。"),
        "not-found": Entry("未找到", "此账户中没有该内容，或者您无权查看。"),
    ]

    private static let signIn: Texts = [
        "sign-in-failed": Entry("登录失败", "电子邮件地址与密码不匹配。"),
        "sign-in-throttled": Entry("登录失败次数过多", "此网络地址登录失败次数过多，请稍候再试。"),
        "too-many-sign-ins": Entry("登录人数过多", "此刻登录的人过多，请重试。"),
        "wrong-password": Entry("密码错误", "这不是您的密码。"),
        "password-too-short": Entry("密码过短", "密码的长度要求见 GET /v1/limits。"),
        "password-too-long": Entry("密码过长", "密码的长度要求见 GET /v1/limits。"),
        "password-not-set": Entry("尚未设置密码", "您在此已有记录但还没有密码：请先申请密码（POST /v1/password-resets），然后接受邀请。"),
        "password-reset-not-found": Entry("没有此链接", "没有此设置新密码的链接。"),
        "password-reset-ended": Entry("链接已失效", "此链接已被使用或已过期，请重新申请。"),
        "password-resets-limited": Entry("申请次数过多", "此网络地址申请新密码的次数过多，请稍候再试。"),
        "not-your-api-key": Entry("不是您的 API 密钥", "只有密钥的所有者可以更改密钥；您可以吊销它。"),
        "api-key-ended": Entry("API 密钥已失效", "密钥已被吊销或已到期：请新建一个。"),
        "api-key-works-here": Entry("API 密钥已可使用", "此密钥已可用于此账户。"),
        "too-many-api-keys": Entry("API 密钥过多", "您的密钥已达上限；请吊销不用的密钥。"),
        "api-key-end-is-past": Entry("到期时间已过", "密钥的到期时间须在将来。"),
        "api-key-overlap-too-long": Entry("重叠期过长", "旧密钥可继续使用的天数上限见 GET /v1/limits。"),
        "invitation-not-found": Entry("没有此邀请", "没有此邀请；较新的邮件中可能有较新的链接。"),
        "invitation-used": Entry("邀请已被接受", "邀请已被接受：每个邀请只能使用一次。"),
        "invitation-revoked": Entry("邀请已撤回", "邀请已被撤回。"),
        "invitation-expired": Entry("邀请已过期", "邀请已过期；邀请您的人可以重新发送。"),
        "invitation-overtaken": Entry("邀请不再适用", "邀请发出后情况有变（{changed}），不能再接受。请邀请您的人重新邀请。"),
        "already-invited": Entry("已经邀请", "此电子邮件地址已被邀请加入此部门；请重新发送该邀请。"),
        "invitation-mails-limited": Entry("邀请邮件过多", "已发送的邀请邮件过多，下一封须稍候。"),
        "invitation-for-somebody-else": Entry("邀请不属于您", "此邀请属于另一个电子邮件地址，而非您登录所用的地址。"),
    ]

    private static let organisation: Texts = [
        "external-id-taken": Entry("外部编号已被使用", "已有其他内容使用此外部编号。"),
        "email-taken": Entry("电子邮件地址已被使用", "已有他人使用此电子邮件地址登录。"),
        "invalid-email": Entry("电子邮件地址无效", "这不是电子邮件地址。"),
        "has-a-root-unit": Entry("已有根部门", "账户已有根部门；请指明上级部门。"),
        "unit-not-found": Entry("没有此部门", "此账户中没有该部门。"),
        "parent-not-found": Entry("没有此上级部门", "没有可作为上级的该部门。"),
        "unit-circle": Entry("部门循环", "部门不能位于自身或其下级部门之下。"),
        "root-unit": Entry("根部门", "账户的根部门不能移动，也不能停用。"),
        "unit-disabled": Entry("部门已停用", "该部门或其上级部门已停用：不能在其中开始任何事项。"),
        "own-unit": Entry("您自己的部门", "您自己的职位在此部门或其下级；须由其上级的人员停用。"),
        "not-yours-to-move": Entry("无权移动", "移动部门须同时在其原处拥有权限。"),
        "cost-centre-taken": Entry("成本中心已存在", "账户中已有此代码的成本中心。"),
        "setting-unit-not-found": Entry("没有此部门", "没有可以拥有此项的该部门。"),
        "membership-not-found": Entry("没有此成员资格", "此账户中没有该成员资格，或者它已结束。"),
        "person-not-found": Entry("没有此人", "没有此人。"),
        "already-a-member": Entry("已是成员", "此人已是该部门的成员。"),
        "already-in-the-team": Entry("已在团队中", "此人从该日起在账户团队中已有此职能。"),
        "unknown-time-zone": Entry("时区未知", "时区须为 IANA 数据库中的时区。"),
    ]

    private static let members: Texts = [
        "member-person-not-found": Entry("没有此人", "此账户中没有此人；请邀请。"),
        "member-unit-not-found": Entry("没有此部门", "没有由您管理其成员的该部门。"),
        "unknown-role": Entry("没有此角色", "账户没有角色 {roles}，或者它已停用。"),
        "manager-not-found": Entry("没有此上级", "没有可作为上级的该成员资格。"),
        "manager-circle": Entry("上级循环", "该上级将由此成员管理。"),
        "membership-ended": Entry("成员资格已结束", "成员资格已结束。"),
        "invalid-period": Entry("期间无效", "成员资格不能在开始之前结束，也不能在今天之前开始。"),
        "more-than-your-limit": Entry("超出您的限额", "任何人不能给予超出自己所有的：您自己的限额较低。"),
        "invalid-last-day": Entry("最后一天无效", "最后一天须为昨天或以后，且不晚于成员资格的结束日。"),
        "successor-not-found": Entry("没有此继任者", "没有可以接手工作的该成员资格。"),
        "successor-needed": Entry("需要继任者", "请指明由谁接手此成员的工作：没有可以接手的上级。"),
        "successor-cannot-take": Entry("继任者不能接手", "继任者不能接手此成员的工作：缺少 {permissions}。"),
        "nobody-else-eligible": Entry("无人可以审批", "有审批步骤将无人可以决定（见 steps）:请先将角色给予他人。"),
        "limit-exceeded": Entry("超出限额", "限额为 {limit}，剩余 {left}，本次为 {asked}。"),
    ]

    private static let roles: Texts = [
        "built-in-role": Entry("内置角色", "此角色为内置：每个账户都有，无人可以更改。"),
        "role-key-taken": Entry("角色键已被使用", "账户中已有使用此键的角色，或者它属于内置角色。"),
        "role-without-its-own": Entry("角色没有自己的权限", "除供应商给予的权限外，角色还须有账户给予的权限。"),
        "more-than-you-hold": Entry("超出您所有的", "任何人不能给予超出自己所有的：您没有 {permissions}{staffPermissions}，或范围不及。"),
        "only-the-supplier": Entry("只有供应商可以给予", "只有供应商可以给予 {permissions}。"),
        "for-yourself": Entry("给予自己", "您将给予自己 {permissions}；须由他人给予。"),
        "reach-too-narrow": Entry("范围过窄", "{permissions} 只能对整个账户给予。"),
        "last-account-admin": Entry("最后一位管理员", "将无人管理账户的成员和角色；请先交给他人。"),
    ]

    private static let delegations: Texts = [
        "delegation-not-yours": Entry("无权委托", "只有成员本人或管理该部门成员的人可以为其委托。"),
        "nothing-to-delegate": Entry("没有可委托的", "成员自己的角色不包含 {act}；受托的权限不能再委托。"),
        "invalid-delegation-period": Entry("委托期间无效", "委托从今天或以后开始，且不能在开始之前结束。"),
        "delegate-not-found": Entry("没有此受托人", "没有可以受托的该成员。"),
        "delegation-not-shortened": Entry("委托只能缩短", "委托只能缩短；如需更多天数，请另行委托。"),
        "delegation-ended": Entry("委托已结束", "委托已被撤销或已结束。"),
        "not-delegated": Entry("未受委托", "您所指的成员没有将此委托给您。"),
        "several-delegators": Entry("有多位委托人", "请指明您代谁决定；委托人见 delegators。"),
    ]

    private static let supplier: Texts = [
        "staff-not-found": Entry("没有此供应商人员", "供应商的人员中没有使用该编号的人。"),
        "already-staff": Entry("已是供应商人员", "此人已是供应商的人员，可能已离任。"),
        "name-needed": Entry("需要姓名", "尚无人使用此电子邮件地址；新人员须有姓名。"),
        "last-staff-manager": Entry("最后一位人员管理者", "将无人管理供应商的人员；请先交给他人。"),
    ]

    private static let supplierTeams: Texts = [
        "place-not-found": Entry("没有此职位", "没有此职位。"),
        "team-person-not-found": Entry("没有此人", "供应商当前的人员中没有此人。"),
        "partner-not-found": Entry("没有此合作伙伴", "没有此合作伙伴，或者它已停用。"),
        "partner-name-taken": Entry("名称已被使用", "已有其他合作伙伴使用此名称。"),
        "partner-disabled": Entry("合作伙伴已停用", "合作伙伴已停用：不能在其中开始任何事项。"),
        "already-there": Entry("已经存在", "其中某日已经有效。"),
        "invalid-place-period": Entry("期间无效", "从今天或以后开始，昨天或以后结束，且不能在开始之前结束。"),
        "place-ended": Entry("职位已结束", "职位已结束；过去的不能更改，请给予新的职位。"),
        "team-for-yourself": Entry("给予自己", "任何人不能给予自己团队中的职位或扩大它：须由他人给予。"),
    ]

    private static let faults: [String: ProblemCatalogue.FaultText] = [
        "notFound": "所指的内容不存在，或者您无权使用。",
        "unknown": "没有此项，或者它已停用。",
        "beforeStart": "不能早于开始日，也不能早于今天。",
        "circle": "会形成循环。",
        "tooNarrow": "须对整个账户给予。",
        "none": "至少须有一项。",
        "notLater": "须在将来。",
        "notAnEmailAddress": "须为电子邮件地址，如 ana@example.com。",
        "unknownTimeZone": "须为 IANA 时区，如 Europe/Berlin。",
    ]
}
