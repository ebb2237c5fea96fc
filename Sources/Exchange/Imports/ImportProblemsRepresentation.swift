package import Web

extension ProblemCatalogue {
    package var withImports: ProblemCatalogue {
        adding(.chinese, ["import-not-finished": Entry("导入尚未结束", "导入尚未结束；请稍后再读取。")])
    }
}
