package import Web

extension ProblemCatalogue {
    package var withApprovals: ProblemCatalogue {
        adding(
            .chinese,
            [
                "own-request": Entry("自己的申请", "任何人不能审批自己申请的内容；更改过内容的人也是申请人。"),
                "content-changed": Entry("内容已更改", "您的决定针对其他内容；现在等待的是第 {revision} 版。请查看差异后再决定。"),
                "approval-ended": Entry("审批已结束", "审批已结束，状态为 {state}。"),
                "approval-not-yours": Entry("不由您审批", "此审批没有等待您的步骤。"),
                "nobody-eligible": Entry("无人可以审批", "步骤“{rule}”没有可以审批的人；原因见 excluded。"),
                "no-approval-policy": Entry("没有审批策略", "账户尚无审批策略，因此不能提交。"),
            ])
    }
}
