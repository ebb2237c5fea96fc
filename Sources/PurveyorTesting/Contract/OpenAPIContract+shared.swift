import Foundation
import Testing
import Web

extension OpenAPIContract {
    /// `openapi.yaml` of this repository.
    package static let shared: OpenAPIContract = {
        do {
            return OpenAPIContract(try OpenAPIDocument(yaml: String(contentsOfFile: PackageFiles.path("openapi.yaml"), encoding: .utf8)))
        } catch {
            preconditionFailure("openapi.yaml cannot be read: \(error)")
        }
    }()

    /// Records an issue where an answer is not what the contract says.
    func judge(_ exchange: Exchange, at location: SourceLocation) {
        let violations = violations(of: exchange)
        guard !violations.isEmpty else { return }
        let list = violations.prefix(20).map { "  " + $0.description }.joined(separator: "\n")
        let what = "\(exchange.method) \(exchange.target) → \(exchange.status)"
        Issue.record("\(what) is not as openapi.yaml says:\n\(list)", sourceLocation: location)
    }
}
