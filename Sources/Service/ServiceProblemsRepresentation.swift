package import Web

extension ProblemCatalogue {
    /// Of assets.
    package var withService: ProblemCatalogue {
        adding(
            .chinese,
            [
                "invalid-assets": Entry("资产无效", "不能这样说明资产；详见 errors，没有保存任何内容。"),
                "asset-external-id-taken": Entry("外部编号已被使用", "账户的另一项资产已有此外部编号。"),
                "asset-registered-meanwhile": Entry("同时登记", "其中一项资产刚刚被登记；没有保存任何内容，请重新发送。"),
            ])
    }
}
