package import Web

extension ProblemCatalogue {
    /// Of products, categories and contracts.
    package var withCatalog: ProblemCatalogue {
        adding(
            .chinese,
            [
                "amount-too-large": Entry("金额过大", "合计过大，无法精确保存。"),
                "quantity-not-whole": Entry("数量须为整数", "按件出售的产品只按整数出售。"),
                "days-reversed": Entry("日期颠倒", "要比较的两个日期前后颠倒。"),
                "unknown-products": Entry("没有这些产品", "您的合同目录中没有其中某些产品。"),
                "unknown-configurations": Entry("没有这些配置", "其中某些配置对您无效，或者您的合同目录中没有其基础产品；详见 errors。"),
                "product-ended": Entry("产品已停售", "此产品已停售，您的目录中由 {successor} 接替。"),
                "invalid-products": Entry("产品无效", "主目录不能接受所述的产品；详见 errors，没有保存任何内容。"),
                "invalid-fits": Entry("适配关系无效", "不能这样说明什么适配什么；详见 errors，没有保存任何内容。"),
                "invalid-category": Entry("类别无效", "不能有这样的类别；详见 errors。"),
                "contract-number-taken": Entry("合同编号已被使用", "账户中已有此编号的合同；请发布该合同的下一版本。"),
                "contract-unit-not-found": Entry("没有此部门", "账户中没有此部门，或者它已停用。"),
                "no-contract-draft": Entry("合同没有草稿", "没有可检查或发布的内容：合同没有草稿。"),
                "contract-never-published": Entry("合同从未发布", "合同从未发布，没有可结束的内容；请丢弃其草稿。"),
                "contract-not-in-force": Entry("合同当日无效", "合同在该日没有有效的版本。"),
                "orders-of-the-contract-needed": Entry("须能查看合同的订单", "承诺和返利按合同的所有订单计算，而您只能查看其中一部分。"),
                "contract-faulty": Entry("合同草稿有误", "草稿不能发布；详见 errors，没有发布任何内容。"),
                "contract-ends-in-the-past": Entry("结束日已过", "合同只能在今天或以后结束，或以昨天为最后一天。"),
                "contract-ended": Entry("合同已结束", "合同已结束，其最后一天不再更改。"),
                "configuration-number-taken": Entry("配置编号已被使用", "账户中已有此编号的标准配置；请发布该配置的下一版本。"),
                "configuration-unit-not-found": Entry("没有此部门", "账户中没有此部门，或者它已停用。"),
                "configuration-faulty": Entry("配置有误", "此配置不能发布；详见 errors，没有发布任何内容。"),
                "configuration-ends-in-the-past": Entry("结束日已过", "配置只能在今天或以后结束，或以昨天为最后一天。"),
                "configuration-ended": Entry("配置已结束", "配置已结束，其最后一天不再更改。"),
                "configuration-not-available": Entry("配置不可用", "您的合同目录中没有此配置的基础产品。"),
                "configuration-selection": Entry("选择不符合配置", "所选内容不符合此配置；详见 errors。"),
            ],
            faults: [
                "tooLarge": "金额过大。",
                "unknownProduct": "您的合同目录中没有此产品。",
                "unknownConfiguration": "此报价单没有这样的有效配置。",
                "notAvailable": "您的合同目录中没有此配置的基础产品。",
                "unknownSlot": "此配置没有位置“{1}”。",
                "notAnAlternative": "位置“{1}”不提供这个产品。",
                "slotBelowMinimum": "位置“{1}”至少须有 {2}。",
                "slotAboveMaximum": "位置“{1}”最多 {2}。",
                "partRequired": "此部件需要另一个部件。",
                "partsExcluded": "{1} 不能与 {2} 一起使用。",
                "tooManyTogether": "{2} 合计最多 {1}。",
                "zeroPrice": "标价须大于零；询价的产品请不要填写。",
                "sayFree": "某产品免费，须以 free 规则说明。",
                "twice": "与前面的重复。",
                "givenTwice": "与前面的重复。",
                "belowMinimum": "至少 {1}。",
                "aboveMaximum": "最多 {1}。",
                "attributeInUse": "仍有 {1} 个产品使用此属性或选项。",
                "endsBeforeItBegins": "结束日早于开始日。",
            ])
    }
}
