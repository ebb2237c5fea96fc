import ArgumentParser

/// `purveyor import …`: brings files in.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring a catalog, contract prices or an order history in from files.",
        discussion: "Every import can be run again: what is there already stays as it is.",
        subcommands: [
            ImportOrderHistoryCommand.self, ImportCatalogCommand.self, ImportProductsCommand.self,
            ImportContractPricesCommand.self, ImportCategoriesCommand.self,
        ])
}
