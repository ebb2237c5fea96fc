import Hummingbird
import Kernel
import Web

/// Whether the service lives and is ready, what it counts, how its interface reads, and its limits.
package struct OperationsRoutes: Sendable {
    private let isReady: @Sendable () async -> Bool
    private let metrics: Prometheus
    private let document: OpenAPIDocument

    init(isReady: @escaping @Sendable () async -> Bool, metrics: Prometheus, document: OpenAPIDocument) {
        self.isReady = isReady
        self.metrics = metrics
        self.document = document
    }

    func add(to router: Router<AppRequestContext>) {
        router.get("/health/live") { _, _ in try JSONResponse(Health(status: "live")) }
        router.get("/health/ready") { [isReady] _, _ in
            await isReady()
                ? try JSONResponse(Health(status: "ready"))
                : try JSONResponse(Health(status: "unavailable"), status: .serviceUnavailable)
        }
        router.get("/metrics") { [metrics] _, _ in metrics.response() }
        router.get("/openapi.json") { [document] _, _ in document.jsonResponse() }
        router.get("/docs") { [document] _, _ in document.pageResponse() }
        router.get("/v1/limits") { request, _ in
            try request.query { _ in }
            return try JSONResponse(LimitsRepresentation())
        }
    }

    private struct Health: Encodable {
        let status: String
    }
}

struct LimitsRepresentation: Encodable {
    let bodyBytes = Limits.bodyBytes
    let contractBodyBytes = Limits.contractBodyBytes
    let linesPerDocument = Limits.linesPerDocument
    let contractRules = Limits.contractRules
    let configurationSlots = Limits.configurationSlots
    let configurationAlternatives = Limits.configurationAlternatives
    let configurationRules = Limits.configurationRules
    let importBytes = Limits.importBytes
    let importUnpackedBytes = Limits.importUnpackedBytes
    let importYAMLBytes = Limits.importYAMLBytes
    let contractLines = Limits.contractLines
    let stepsPerRule = Limits.stepsPerRule
    let contractSteps = Limits.contractSteps
    let pageItems = Limits.pageItems
    let nameCharacters = Limits.nameCharacters
    let categoryKeywords = Limits.categoryKeywords
    let noteCharacters = Limits.noteCharacters
    let idempotencyKeyCharacters = Limits.idempotencyKeyCharacters
    let sessionHours = Limits.sessionHours
    let apiKeysPerPerson = Limits.apiKeysPerPerson
    let apiKeyOverlapDays = Limits.apiKeyOverlapDays
    let signInFailuresPerPerson = Limits.signInFailuresPerPerson
    let signInFailuresPerAddress = Limits.signInFailuresPerAddress
    let signInWindowMinutes = Limits.signInWindowMinutes
    let passwordCharactersAtLeast = Limits.passwordCharacters.lowerBound
    let passwordCharactersAtMost = Limits.passwordCharacters.upperBound
    let passwordResetMinutes = Limits.passwordResetMinutes
    let passwordResetsPerPerson = Limits.passwordResetsPerPerson
    let passwordResetsPerAddress = Limits.passwordResetsPerAddress
    let invitationDays = Limits.invitationDays
    let invitationMailsPerAddressAndDay = Limits.invitationMailsPerAddressAndDay
    let invitationMailsPerAccountAndDay = Limits.invitationMailsPerAccountAndDay
    let exportRows = Limits.exportRows
    let requestSeconds = Limits.requestSeconds
    let requestsPerSecond = Limits.requestsPerPrincipalPerSecond
}
