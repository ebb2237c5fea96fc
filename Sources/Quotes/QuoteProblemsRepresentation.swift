package import Web

extension ProblemCatalogue {
    package var withQuotes: ProblemCatalogue {
        adding(
            .chinese,
            [
                "unknown-revision": Entry("没有此版本", "报价单没有此版本。"),
                "no-contract-in-currency": Entry("没有此货币的合同", "报价单使用账户的货币，或所属部门有效合同的货币；不作任何换算。"),
                "quote-state": Entry("报价单状态不允许", "状态为 {state} 的报价单不允许“{act}”。"),
                "invalid-quote": Entry("报价单无效", "报价单中有不能接受的内容；详见 errors。"),
                "price-hold-over": Entry("价格保留期已过", "价格的保留期已过。请查看今天的价格并重新定价。"),
            ],
            faults: [
                "unknownRevision": "没有此版本。",
                "priceOnRequest": "此产品没有议定价格；请询价。",
                "notAMultiple": ["此产品须按 {1} 的倍数出售。", "此产品只按整数出售。"],
            ])
    }
}
