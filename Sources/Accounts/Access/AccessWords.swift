/// The language in which somebody's rights are explained.
enum AccessWords: Sendable {
    case english, chinese

    /// The one of two ways to say the same.
    func callAsFunction(_ english: @autoclosure () -> String, _ chinese: @autoclosure () -> String) -> String {
        switch self {
        case .english: english()
        case .chinese: chinese()
        }
    }

    /// Behind "You may".
    func act(of permission: Permission) -> String { self(permission.words, permission.chineseWords) }

    func act(of permission: StaffPermission) -> String { self(permission.words, permission.chineseWords) }

    /// - Parameter key: of a role that has this name.
    func role(_ key: RoleKey, named name: String) -> String {
        guard case .chinese = self, let role = BuiltInRole(rawValue: key.rawValue) else { return name }
        return role.chineseName
    }
}

extension Permission {
    fileprivate var chineseWords: String {
        switch self {
        case .readCatalog: "查看目录"
        case .readContracts: "查看合同"
        case .readQuotes: "查看报价单"
        case .writeQuotes: "创建和更改报价单"
        case .submitQuotes: "提交报价单以供审批"
        case .order: "订购已批准的内容"
        case .readApprovals: "查看审批"
        case .decideApprovals: "作出审批决定，但不能审批自己申请的内容"
        case .readOrders: "查看订单"
        case .readEvents: "查看账户的历史记录"
        case .readMembers: "查看部门及其成员"
        case .manageAccount: "更改账户的设置"
        case .manageUnits: "创建、移动、重命名和停用部门，并确定其中适用的设置"
        case .manageMembers: "确定谁在何处任职，以及其角色和限额"
        case .manageRoles: "创建和更改账户自己的角色"
        case .negotiatePrices: "请求与合同不同的价格"
        case .useCredit: "超出已付款项订购"
        case .readAccountView: "查看供应商的客户视图"
        case .logInteractions: "记录与客户的通话、拜访和邮件"
        }
    }
}

extension StaffPermission {
    fileprivate var chineseWords: String {
        switch self {
        case .manageStaff: "确定谁为供应商工作，以及其权限"
        case .manageTeams: "确定您可见账户的团队成员及合作伙伴"
        case .manageCatalog: "添加和更改主目录中的产品和类别"
        case .manageContracts: "编写和发布您以编辑权限服务的账户的合同"
        case .manageAccounts: "建立账户，并更改、停用和启用您可见的账户"
        case .manageTerms: "让您所服务账户的角色可以议价和使用信用"
        case .readAllAccounts: "查看所有账户，但只能在您所属团队的账户中填写"
        case .readFeed: "读取所有账户的事件流"
        }
    }
}

extension BuiltInRole {
    fileprivate var chineseName: String {
        switch self {
        case .shopper: "选购人"
        case .buyer: "采购员"
        case .approver: "审批人"
        case .accountAdmin: "账户管理员"
        case .auditor: "审计员"
        }
    }
}
