import Accounts
import PurveyorTesting
import Web

/// A buyer, with the approver beside, who goes on buying while everything around is being killed.
struct KilledBuyer {
    private(set) var client: InsistentClient
    /// The ids that were acknowledged.
    private(set) var quotes: [String] = []
    private(set) var orders: [String] = []
    private let cast: Cast
    private let account: String
    private var random: SeededRandom

    init(_ number: Int, of cast: Cast, at service: RunningService, seed: UInt64) {
        client = InsistentClient("buyer-\(number)", service)
        self.cast = cast
        account = "/v1/accounts/\(cast.acme.id)"
        random = SeededRandom(seed: seed &* 31 &+ UInt64(number))
    }

    /// A quote from the first line to, mostly, the order.
    mutating func buy() async throws {
        let skus = ["NB-100", "NB-110", "MO-200", "MO-230", "SV-300"].shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
        let lines = skus.map { "{\"sku\": \"\($0)\", \"quantity\": \"\(Int.random(in: 1...4, using: &random))\"}" }.joined(separator: ", ")
        let quote = try await client.post(
            "\(account)/quotes", as: cast.ana, "{\"name\": \"For \(client.name)\", \"lines\": [\(lines)]}", expecting: 201)
        let id = try text(quote["id"])
        quotes.append(id)
        if random.chance(10) { return }

        let path = "\(account)/quotes/\(id)"
        let submitted = try await client.post("\(path)/submit", as: cast.ana, version: quote["version"], expecting: 200)
        if submitted["quote"]?["state"]?.text == "submitted" {
            let plan = "\(account)/approvals/\(try text(submitted["approval"]?["id"]))"
            let digest = try text(try await client.get(plan, as: cast.omar)["digest"])
            _ = try await client.post(
                "\(plan)/decisions", as: cast.omar, "{\"decision\": \"approve\", \"digest\": \"\(digest)\"}", expecting: 200)
        }
        if random.chance(10) { return }

        let version = try await client.get(path, as: cast.ana)["version"]
        orders.append(try text(try await client.post("\(path)/order", as: cast.ana, version: version, expecting: 201)["id"]))
    }

    private func text(_ value: JSONValue?) throws -> String {
        guard let text = value?.text else { throw InsistentClient.Unexpected(description: "an answer lacks a member") }
        return text
    }
}
