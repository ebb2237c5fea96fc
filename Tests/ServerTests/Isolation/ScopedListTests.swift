import Accounts
import HTTPTypes
import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// Rule 20, on every list of `openapi.yaml`: it has exactly what reading by id gives.
@Suite(.database) struct ScopedListTests {
    /// Lists of which no item can be read by itself, and why that hides nothing.
    private static let withoutItems: Set<String> = [
        // By the units above the caller, shown by `the lists without items of their own`.
        "listContracts",
        // For the whole account or not at all.
        "listEvents",
        // Of a person, and of no account.
        "listPortfolio", "listSessions", "listStaff", "listSupplierChanges", "listPartners", "listPartnerPeople", "listPartnerAccounts",
        // Of the person who sent it in, or of the master catalog (ImportJobTests).
        "listImports",
        // The supplier's products, which are no account's.
        "listCategories", "listProductHistory", "listProducts", "listFits", "listFitHistory",
        // Products of the contract catalog: CompatiblePropertyTests shows that none is outside it.
        "listCompatible", "listCompatibleWithAsset",
        // Of the account as such, for the supplier's people.
        "listTeam", "listAccountPartners",
    ]

    @Test func `a list has every row that reading by id gives, and no other`() async throws {
        let stage = try await SweepStage.set()
        let people = [stage.uma, stage.app.cast.ana, stage.app.cast.sam, stage.app.cast.omar, stage.app.cast.ada, stage.app.cast.aude]
        try await stage.unchanged {
            var lists = 0
            for list in stage.operations where list.endpoint.name.hasPrefix("list") && !Self.withoutItems.contains(list.endpoint.name) {
                guard let item = item(of: list, stage), let parameter = item.endpoint.parameters.last,
                    let kind = item.places.first(where: { $0.name == parameter })?.kind,
                    let all = try await everything(kind, stage)
                else {
                    Issue.record("say in ScopedListTests what is in \(list), or why nothing of it is read by itself")
                    continue
                }
                lists += 1
                for person in people { try await expectSame(list, item, parameter, all, person, stage) }
            }
            #expect(lists >= 8)
        }
    }

    private func item(of list: SweptOperation, _ stage: SweepStage) -> SweptOperation? {
        stage.operations.first { candidate in
            let path = candidate.endpoint.path
            return candidate.endpoint.method == .get && path.hasPrefix(list.endpoint.path + "/{") && path.hasSuffix("}")
                && path.count { $0 == "/" } == list.endpoint.path.count { $0 == "/" } + 1
        }
    }

    /// Every id of a kind in the whole database, as nobody but the owner sees it.
    private func everything(_ kind: String, _ stage: SweepStage) async throws -> [String]? {
        let tables = [
            "unit": "id::text FROM units", "member": "id::text FROM memberships", "costCentre": "id::text FROM cost_centres",
            "address": "id::text FROM addresses", "quote": "id::text FROM quotes", "order": "id::text FROM orders",
            "asset": "id::text FROM assets",
            "plan": "id::text FROM approval_plans", "delegation": "id::text FROM delegations",
            "invitation": "id::text FROM invitations", "key": "api_key_id::text FROM api_key_accounts", "sku": "sku FROM products",
            "configuration": "id::text FROM standard_configurations",
            "role": "key FROM roles UNION SELECT unnest(ARRAY['shopper', 'buyer', 'approver', 'accountAdmin', 'auditor'])",
        ]
        guard let rows = tables[kind] else { return nil }
        return try await stage.app.database.owner.query(Query.all(SQL(stringLiteral: "SELECT \(rows)")) { try $0.next(String.self) })
    }

    private func expectSame(
        _ list: SweptOperation, _ item: SweptOperation, _ parameter: String, _ all: [String], _ person: CastPerson, _ stage: SweepStage
    ) async throws {
        let (client, path) = (stage.app.by(person), stage.endpoints.path(list.endpoint, ["account": stage.app.cast.acme.id.description]))
        var read: Set<String> = []
        for id in all {
            let place = stage.endpoints.path(item.endpoint, ["account": stage.app.cast.acme.id.description, parameter: id])
            stage.app.clock.advance(by: .milliseconds(10))
            if try await client.get(place).status == 200 { read.insert(id) }
        }
        // Approvals that do not wait for one are in no inbox.
        let filter = list.endpoint.name == "listApprovals" ? "&state=all" : ""
        guard let listed = try await items(of: path, filter, by: client) else {
            #expect(read.isEmpty, "\(person.name) may not list \(list) and reads of it")
            return
        }
        #expect(Set(listed) == read, "\(person.name) \(list)")
        #expect(Set(listed).count == listed.count, "\(person.name) \(list)")
        guard hasText(list) else { return }
        for word in ["a", "e", "Sales", "Rival"] {
            let found = try await items(of: path, filter + "&q=\(word)", by: client)
            #expect(Set(found ?? []).isSubset(of: read), "\(person.name) \(list) \(word)")
        }
    }

    private func hasText(_ list: SweptOperation) -> Bool {
        OpenAPIContract.shared.operation(list.endpoint.method, list.endpoint.path)?.value["parameters"]?.items?
            .contains { $0["name"]?.text == "q" } ?? false
    }

    /// The ids of every page; nil where the list is refused.
    private func items(of path: String, _ filter: String, by client: RouterClient) async throws -> [String]? {
        var (ids, cursor): ([String], String?) = ([], nil)
        repeat {
            let answer = try await client.get("\(path)?limit=2\(filter)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            guard answer.status == 200 else {
                #expect([403, 404].contains(answer.status))
                return nil
            }
            ids += (answer.json?["items"]?.items ?? []).compactMap { $0["id"]?.text ?? $0["sku"]?.text ?? $0["key"]?.text }
            cursor = answer.json?["next"]?.text
        } while cursor != nil
        return ids
    }

    @Test func `of contracts one sees those of one's units and above, by name nothing of a sibling's`() async throws {
        let stage = try await SweepStage.set()
        let (app, path) = (stage.app, stage.app.path("/contracts"))
        #expect(try await app.by(stage.uma).get(path).text.contains("C-000002") == false)
        #expect(try await app.by(stage.uma).get(path).text.contains("C-000001"))
    }
}
