package import Web

extension ProblemCatalogue {
    package var withImports: ProblemCatalogue {
        adding(
            .chinese,
            [
                "import-not-finished": Entry("导入尚未结束", "导入尚未结束；请稍后再读取。"),
                "import-ended": Entry("导入已结束", "导入已经结束（{state}），不能再取消。"),
            ],
            faults: ["notHere": "不适用于此类文件。"])
    }
}
