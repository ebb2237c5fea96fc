import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// The stage itself: what the other tests stand on.
@Suite(.database) struct CastTests {
    @Test func everybodyOfTheCastIsSignedInAndKnowsTheirAccount() async throws {
        let app = try await TestApp.open()
        for person in app.cast.members.values {
            let me = try await app.by(person).get("/v1/me")
            #expect(me.status == 200)
            #expect(me.json?["accounts"]?.items?.map { $0["id"]?.text } == [app.cast.acme.id.description])
        }
        #expect(try await app.by(app.cast.rita).get("/v1/me").json?["staff"]?["teams"]?.items?.count == 1)
    }

    @Test func whatTheContractSaysIsWhatTheCatalogShows() async throws {
        let app = try await TestApp.open()
        let catalog = try await app.by(app.cast.ana).get(app.path("/catalog?limit=200"))
        #expect(catalog.status == 200, "\(catalog.text)")
        let items = catalog.json?["items"]?.items ?? []
        // Twenty, less the one that has ended and the one that is excluded.
        #expect(items.count == 18)
        func price(_ sku: String) -> String? { items.first { $0["sku"]?.text == sku }?["price"]?["amount"]?.text }
        #expect(price("NB-100") == "1040.00")
        #expect(price("NB-140") == "949.05")
        #expect(price("MO-210") == "287.875")
        #expect(price("SV-300") == "118.68")
        #expect(price("SV-320") == "44.1049")
        #expect(price("SV-360") == nil)
    }

    @Test func aSessionThatIsOverOpensNothing() async throws {
        let app = try await TestApp.open()
        for token in [app.cast.revokedToken, app.cast.expiredToken] {
            #expect(try await app.client.bearing(token).get("/v1/me").problem == "not-signed-in")
        }
    }

    @Test func theClockMovesOnlyWhenItIsTold() {
        let clock = TestClock()
        #expect(clock.now.description == "2026-06-15T10:00:00Z")
        clock.advance(by: .seconds(90))
        #expect(clock.world.now().description == "2026-06-15T10:01:30Z")
    }
}
