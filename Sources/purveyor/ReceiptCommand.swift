import ArgumentParser
import Catalog
import FoundationEssentials
import Kernel

struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Check price receipts.", subcommands: [VerifyReceiptCommand.self])
}

struct VerifyReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the receipts in a file, without the database.",
        discussion: """
            The file is an answer of the service as it came: a price, a list of prices, a quote, an order, or several of them. Each \
            receipt is held against its receiptDigest and against the line that it stands in, and its arithmetic is done again; \
            a line with a price needs its receipt, and a document's total is the sum of its lines. \
            docs/prices.md says what that proves.
            """)

    @Argument(help: "The file.", completion: .file(extensions: ["json"]))
    var file: String

    @Option(help: "The digest to hold the receipt against, from where you kept it; for a file with one receipt.")
    var digest: String?

    func run() throws {
        let known = try digest.map { text in
            guard let digest = Digest(text) else { throw ValidationError("a digest is 64 hexadecimal digits in lower case") }
            return digest
        }
        let bytes = Array(try Data(contentsOf: URL(filePath: file)))
        let receipts: [SealedReceiptRepresentation]
        do {
            receipts = try SealedReceiptRepresentation.all(in: bytes)
        } catch let flaw as SealedReceiptRepresentation.Flaw {
            print("\(file): \(flaw)")
            throw ExitCode.failure
        }
        guard known == nil || receipts.count == 1 else { throw ValidationError("--digest is for a file with one receipt") }
        var flaws = 0
        for receipt in receipts {
            do throws(SealedReceiptRepresentation.Flaw) {
                try receipt.verify(against: known)
            } catch {
                flaws += 1
                print("\(receipt.pointer.isEmpty ? file : receipt.pointer): \(error)")
            }
        }
        print("\(receipts.count - flaws) of \(receipts.count) receipts hold.")
        for (pointer, flaw) in try SealedReceiptRepresentation.documentFlaws(in: bytes) {
            flaws += 1
            print("\(pointer.isEmpty ? file : pointer): \(flaw)")
        }
        if flaws > 0 { throw ExitCode.failure }
    }
}
