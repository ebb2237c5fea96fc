import Kernel
import FoundationEssentials
import Server
import Web

/// A buyer's, an approver's and a rep's part of the main path, over HTTP, in an account with a real past.
struct DemoWalk {
    let client: LoopbackClient
    let show: (String) -> Void

    private var account: String { "/v1/accounts/\(LoadDemo.account)" }
    private var view: String { "/v1/crm/accounts/\(LoadDemo.account)/view" }

    /// - Throws: `DemoFailure` at the first answer that is not as it should be.
    func callAsFunction() async throws {
        show("# The rep looks at the account before anything happens")
        let rep = try await signIn(DemoPeople.rep)
        let before = try await step("GET", view, as: rep, expecting: 200)

        show("# The buyer finds what is agreed, at the contract's prices")
        let buyer = try await signIn(DemoPeople.buyer)
        let catalog = try await step("GET", "\(account)/catalog?limit=5", as: buyer, expecting: 200)
        let skus = try (catalog["items"]?.items ?? []).filter { $0["price"] != nil }.prefix(3).map { try text($0["sku"]) }
        guard let first = skus.first else { throw DemoFailure("the catalog has no price to show") }
        _ = try await step("GET", "\(account)/catalog/\(first)/price?quantity=500", as: buyer, expecting: 200)

        show("# … builds a quote, and submits it")
        let lines = skus.map { "{\"sku\": \"\($0)\", \"quantity\": \"500\"}" }.joined(separator: ", ")
        let quote = try await step(
            "POST", "\(account)/quotes", as: buyer, "{\"name\": \"Spring restock\", \"poNumber\": \"PO-2026-118\", \"lines\": [\(lines)]}",
            expecting: 201)
        let path = "\(account)/quotes/\(try text(quote["number"]))"
        let submitted = try await step("POST", "\(path)/submit", as: buyer, version: quote["version"], expecting: 200)
        let plan = try text(submitted["approval"]?["id"])

        show("# The buyer cannot order it yet")
        _ = try await step("POST", "\(path)/order", as: buyer, version: submitted["quote"]?["version"], expecting: 409)

        show("# The approver finds it in the inbox, and approves exactly that content")
        let approver = try await signIn(DemoPeople.approver)
        let inbox = try await step("GET", "\(account)/approvals?state=mine", as: approver, expecting: 200)
        guard inbox["items"]?.items?.contains(where: { $0["id"]?.text == plan }) == true else { throw DemoFailure("not in the inbox") }
        let page = try await step("GET", "\(account)/approvals/\(plan)", as: approver, expecting: 200)
        _ = try await step(
            "POST", "\(account)/approvals/\(plan)/decisions", as: approver,
            "{\"decision\": \"approve\", \"comment\": \"As agreed\", \"digest\": \"\(try text(page["digest"]))\"}", expecting: 200)

        show("# The buyer turns it into an order; a second time there is one already")
        let approved = try await step("GET", path, as: buyer, expecting: 200)
        let order = try await step("POST", "\(path)/order", as: buyer, version: approved["version"], expecting: 201)
        _ = try await step("POST", "\(path)/order", as: buyer, version: approved["version"], expecting: 409)

        show("# The rep sees it at once, on top of the account's whole history")
        let after = try await step("GET", view, as: rep, expecting: 200)
        guard after["latestOrders"]?.items?.first?["number"] == order["number"] else { throw DemoFailure("the view lacks the order") }
        show("Before: \(summary(before)). Now: \(summary(after)).")
        show("The walk is complete.")
    }

    private func signIn(_ email: String) async throws -> String {
        let session = try await step(
            "POST", "/v1/sessions", as: nil,
            "{\"email\": \"\(email)\", \"password\": \"\(LoadDemo.password)\"}", expecting: 201)
        return try text(session["token"])
    }

    /// - Parameter version: of the document that was read: sent as `If-Match`.
    private func step(
        _ method: String, _ path: String, as token: String?, _ body: String = "", version: JSONValue? = nil, expecting status: Int
    ) async throws -> JSONValue {
        var headers: [(String, String)] = []
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if case .integer(let version)? = version { headers.append(("If-Match", "\"v\(version)\"")) }
        if method == "POST" { headers.append(("Idempotency-Key", World.live.newUUID().uuidString)) }
        show("\n\(method) \(path)\(body.isEmpty ? "" : "\n\(body.replacing(LoadDemo.password, with: "…"))")")
        let answer = try await client.send(method, path, headers: headers, body: Array(body.utf8))
        let json = try JSONParser.parse(answer.body)
        show("→ \(answer.status) \(shortened(String(decoding: answer.body, as: UTF8.self)))\n")
        guard answer.status == status else { throw DemoFailure("\(method) \(path) answered \(answer.status), not \(status)") }
        return json
    }

    private func shortened(_ text: String) -> String {
        text.count > 700 ? text.prefix(700) + " … (\(text.utf8.count) bytes)" : text
    }

    private func text(_ value: JSONValue?) throws -> String {
        guard let text = value?.text else { throw DemoFailure("an answer lacks a member that the walk needs") }
        return text
    }

    /// Orders and events as the view counts them.
    private func summary(_ view: JSONValue) -> String {
        let orders = (view["totals"]?.items ?? []).reduce(0) { sum, year in
            if case .integer(let count)? = year["orders"] { sum + count } else { sum }
        }
        let newest = view["timeline"]?.items?.first?["sequence"]
        let events = if case .integer(let sequence)? = newest { sequence } else { 0 }
        return "\(orders) orders and \(events) events"
    }
}

/// An answer of the demo server that the walk cannot go on from.
struct DemoFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
