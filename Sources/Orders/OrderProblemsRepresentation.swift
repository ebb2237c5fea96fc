package import Web

extension ProblemCatalogue {
    package var withOrders: ProblemCatalogue {
        adding(
            .chinese,
            [
                "not-approved": Entry("尚未批准", "只有已批准的报价单可以订购；此报价单的状态为 {state}。"),
                "already-ordered": Entry("已经订购", "此报价单已经订购。"),
            ])
    }
}
