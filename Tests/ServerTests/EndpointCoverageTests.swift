import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// What every endpoint must refuse, tried on every one of them: the list is the router's own table. `RouterClient` holds each answer
/// against the contract, so that each refusal is a problem with a documented code.
@Suite(.database) struct EndpointCoverageTests {
    /// Runs `body` on the endpoints, and shows that none of it changed a row.
    static func unchanged(_ body: (Endpoints) async throws -> Void) async throws {
        let app = try await TestApp.open()
        let endpoints = try await Endpoints.set(app)
        let before = try await app.database.contents()
        try await body(endpoints)
        let after = try await app.database.contents()
        for table in after.keys.sorted() where before[table] != after[table] { Issue.record("\(table) has changed") }
        #expect(before.count == after.count)
    }

    @Test func `every route is in the contract, and every operation of the contract is a route`() async throws {
        let app = try await TestApp.open()
        let routes = Set(app.routes.routes.filter { $0.method != "HEAD" }.map { "\($0.method) \($0.path)" })
        let operations = Set(OpenAPIContract.shared.document.operations.map { "\($0.method) \($0.path)" })
        #expect(routes.subtracting(operations).sorted() == [], "missing in openapi.yaml")
        #expect(operations.subtracting(routes).sorted() == [], "in openapi.yaml, and no route")
    }

    @Test func `a role without the permission gets 403 and is told which one it lacks, a role with it does not`() async throws {
        let app = try await TestApp.open()
        let endpoints = try await Endpoints.set(app)
        let people = app.cast.members.map { ($0.value, $0.key.role) } + [(app.cast.rita, Role.accountTeam)]
        for endpoint in endpoints.all where endpoint.isInAccount {
            guard let needed = Endpoint.permissions[endpoint.name] else {
                Issue.record("say in Endpoint.permissions what \(endpoint) needs")
                continue
            }
            for (person, role) in people {
                // A version that there is not, so that what is permitted changes nothing and the next one meets the same.
                let answer = try await endpoints.send(endpoint, by: app.by(person), ifMatch: "\"v99\"")
                if let needed, role.permissions[needed] == nil {
                    #expect(answer.status == 403, "\(role.name) \(endpoint)")
                    #expect(answer.json?["permission"]?.text == needed.rawValue, "\(role.name) \(endpoint)")
                } else {
                    #expect(answer.problem != "not-permitted", "\(role.name) \(endpoint)")
                    #expect(answer.status < 500, "\(role.name) \(endpoint)")
                }
            }
        }
        for path in ["/v1/crm/accounts", "/v1/feed"] {
            for person in app.cast.members.values { #expect(try await app.by(person).get(path).status == 403) }
        }
        #expect(try await app.by(app.cast.rita).get("/v1/feed").problem == "not-a-feed-reader")
    }

    @Test func `what cannot be a request of this form gets 400, with the place`() async throws {
        try await Self.unchanged { endpoints in
            for endpoint in endpoints.all where endpoint.takesBody {
                let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                for body in ["[]", "{", "\"x\"", "nul", "{\"a\": 1, \"a\": 2}", "\u{FEFF}"] {
                    let answer = try await endpoints.send(endpoint, by: client, body: Array(body.utf8))
                    #expect(answer.status == 400, "\(endpoint) \(body)")
                }
                var object = endpoint.example?.members ?? [:]
                object["unexpected"] = .integer(1)
                let unknown = try await endpoints.send(endpoint, by: client, body: JSONValue.object(object).jsonBytes)
                #expect(unknown.status == 400, "\(endpoint)")
                #expect(unknown.faults.contains("/unexpected unknownMember"), "\(endpoint)")
                for member in endpoint.example?.members?.names ?? [] {
                    var object = endpoint.example?.members ?? [:]
                    // What is an object there is sent as a list, and everything else as an object.
                    let isObject = endpoint.example?[member]?.members != nil
                    object[member] = isObject ? .array([.integer(1)]) : .object(["x": .array([.integer(1)])])
                    let answer = try await endpoints.send(endpoint, by: client, body: JSONValue.object(object).jsonBytes)
                    #expect(answer.status == 400, "\(endpoint) \(member)")
                    #expect(answer.faults.contains("/\(member) wrongType"), "\(endpoint) \(member)")
                }
                if endpoint.example != nil {
                    let other = try await endpoints.send(endpoint, by: client, headers: [.contentType: "text/plain"])
                    #expect(other.status == 415, "\(endpoint)")
                }
            }
        }
    }

    @Test func `a body without what is required gets all of it told at once`() async throws {
        try await Self.unchanged { endpoints in
            for endpoint in endpoints.all where endpoint.takesBody && !endpoint.required.isEmpty {
                let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                let empty = try await endpoints.send(endpoint, by: client, body: Array("{}".utf8))
                #expect(empty.status == 422, "\(endpoint)")
                #expect(Set(empty.faults) == Set(endpoint.required.map { "/\($0) required" }), "\(endpoint)")
                let none = try await endpoints.send(endpoint, by: client, body: [])
                #expect(none.status == 400, "\(endpoint)")
            }
        }
    }

    @Test func `a body larger than the limit gets 413, announced or not`() async throws {
        try await Self.unchanged { endpoints in
            for endpoint in endpoints.all where endpoint.takesBody {
                let isDraft = ["createContract", "replaceContractDraft"].contains(endpoint.name)
                let limit = isDraft ? Limits.contractBodyBytes : Limits.bodyBytes
                let huge = [UInt8](repeating: UInt8(ascii: " "), count: limit + 1)
                let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                let announced = try await endpoints.send(endpoint, by: client, body: huge)
                #expect(announced.status == 413, "\(endpoint)")
                let lying = try await endpoints.send(endpoint, by: client, headers: [.contentLength: "2"], body: huge)
                #expect(lying.status == 413, "\(endpoint)")
            }
        }
    }

    @Test func `a change without its version gets 428, with an old one 412 and the current, with no version at all 400`() async throws {
        try await Self.unchanged { endpoints in
            let guarded = endpoints.all.filter(\.isGuarded)
            #expect(guarded.count >= 10)
            for endpoint in guarded {
                let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                #expect(try await endpoints.send(endpoint, by: client, ifMatch: nil).problem == "version-required", "\(endpoint)")
                let stale = try await endpoints.send(endpoint, by: client, ifMatch: "\"v99\"")
                #expect(stale.status == 412, "\(endpoint)")
                #expect(stale.headers[.eTag] == "\"v1\"", "\(endpoint)")
                #expect(stale.json?["currentVersion"] == .integer(1), "\(endpoint)")
                for tag in ["*", "v1", "W/\"v1\"", "\"v1\", \"v2\"", "\"v-1\"", "\"v99999999999999999999\""] {
                    #expect(try await endpoints.send(endpoint, by: client, ifMatch: tag).status == 400, "\(endpoint) \(tag)")
                }
            }
        }
    }

    @Test func `a query parameter that there is not gets 400 by its name`() async throws {
        try await Self.unchanged { endpoints in
            for endpoint in endpoints.all where endpoint.isVersioned {
                let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                let answer = try await endpoints.send(endpoint, by: client, query: "?unheard=of")
                #expect(answer.status == 400, "\(endpoint)")
                #expect(answer.faults == ["?unheard unknownParameter"], "\(endpoint)")
            }
        }
    }

    @Test func `a list takes its limit and cursor, and refuses what is neither`() async throws {
        try await Self.unchanged { endpoints in
            let lists = endpoints.all.filter { $0.name.hasPrefix("list") && $0.name != "listContracts" || $0.name == "readFeed" }
            #expect(lists.count >= 9)
            for endpoint in lists {
                let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                for query in ["?limit=0", "?limit=201"] {
                    #expect(try await endpoints.send(endpoint, by: client, query: query).status == 422, "\(endpoint) \(query)")
                }
                for query in ["?cursor=nonsense", "?limit=1&limit=2", "?cursor="] {
                    #expect(try await endpoints.send(endpoint, by: client, query: query).status == 400, "\(endpoint) \(query)")
                }
                let page = try await endpoints.send(endpoint, by: client, query: "?limit=1")
                #expect(page.status == 200, "\(endpoint)")
                guard let next = page.json?["next"]?.text, let first = page.json?["items"]?.items?.first else { continue }
                let second = try await endpoints.send(endpoint, by: client, query: "?limit=1&cursor=\(next)")
                #expect(second.json?["items"]?.items?.first != first, "\(endpoint)")
            }
        }
    }

    @Test func `a document that there is not gets 404, by id, by number and by nonsense`() async throws {
        try await Self.unchanged { endpoints in
            let unknown = [
                "0197737c-5e00-7a10-8c55-0a1b2c3d4e5f", "Q-999999", "O-999999", "999999999", "99999999999999999999", "0", "-1", "x%20y",
                "%ff", "NB-190",
            ]
            for endpoint in endpoints.all {
                for parameter in endpoint.parameters where parameter != "account" {
                    let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                    // The supplier's people see what is outside an account's assortment.
                    for value in unknown where endpoint.isInAccount || value != "NB-190" {
                        let path = endpoints.path(endpoint, [parameter: value])
                        let answer = try await endpoints.send(endpoint, by: client, path: path)
                        #expect(answer.status == 404, "\(endpoint) \(parameter) \(value)")
                    }
                }
            }
        }
    }

    @Test func `HEAD says what GET would, without the body`() async throws {
        try await Self.unchanged { endpoints in
            for endpoint in endpoints.all where endpoint.method == .get {
                let client = endpoints.app.by(endpoints.entitled(to: endpoint))
                let (get, head) = (
                    try await client.get(endpoints.path(endpoint)), try await client.send(.head, endpoints.path(endpoint))
                )
                #expect(get.status == 200, "\(endpoint)")
                #expect(head.status == 200, "\(endpoint)")
                #expect(head.body.isEmpty, "\(endpoint)")
                #expect(head.headers[.eTag] == get.headers[.eTag], "\(endpoint)")
            }
        }
    }

    @Test func `a method that a path has not gets 405 and those that it has`() async throws {
        try await Self.unchanged { endpoints in
            for path in Set(endpoints.all.map { endpoints.path($0) }) {
                let answer = try await endpoints.app.by(endpoints.app.cast.ana).send(.trace, path)
                #expect(answer.status == 405, "\(path)")
                #expect(answer.headers[.allow] != nil, "\(path)")
            }
        }
    }
}
