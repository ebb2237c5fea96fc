import Kernel
import Postgres
import PurveyorTesting
import Testing
import Web

/// A price is shown only for what a quote would take: what is sold by the piece is sold in whole numbers.
@Suite(.database) struct PartOfAPieceTests {
    @Test func `a part of a piece has no price, wherever one is asked for`() async throws {
        let app = try await TestApp.open()
        let ana = app.by(app.cast.ana)
        for path in ["/catalog/NB-100/price?quantity=0.5", "/catalog/NB-100/why-changed?quantity=1.001"] {
            let refused = try await ana.get(app.path(path))
            #expect(refused.status == 422 && refused.problem == "quantity-not-whole", "\(path): \(refused.text)")
            #expect(refused.faults == ["?quantity notAMultiple"])
        }
        let lines = #"[{"sku": "NB-100", "quantity": "0.5"}, {"sku": "NB-110", "quantity": 1}, {"sku": "NB-120", "quantity": "2.25"}]"#
        let refused = try await ana.post(app.path("/prices"), #"{"lines": \#(lines)}"#)
        #expect(refused.problem == "quantity-not-whole")
        #expect(refused.faults == ["/lines/0/quantity notAMultiple", "/lines/2/quantity notAMultiple"])
        #expect(try await ana.get(app.path("/catalog/NB-100/price?quantity=2.000")).status == 200)
    }

    @Test func `unknown products and parts of pieces are told together`() async throws {
        let app = try await TestApp.open()
        let lines = #"[{"sku": "NB-100", "quantity": "0.5"}, {"sku": "NO-1", "quantity": "0.5"}]"#
        let refused = try await app.by(app.cast.ana).post(app.path("/prices"), #"{"lines": \#(lines)}"#)
        #expect(Set(refused.faults) == ["/lines/0/quantity notAMultiple", "/lines/1/sku unknownProduct"])
    }

    @Test func `what is measured has a price for a part, and its ladder begins at one`() async throws {
        let app = try await TestApp.open()
        try await app.database.owner.query(Query<Void>("UPDATE products SET unit_of_measure = 'MTR' WHERE sku = 'NB-100'"))
        let ana = app.by(app.cast.ana)
        #expect(try await ana.get(app.path("/catalog/NB-100/price?quantity=0.5")).status == 200)
        let first = try await ana.get(app.path("/catalog/NB-100/ladder")).json?["steps"]?.items?.first
        #expect(first?["from"]?.text == "0.001")
        let whole = try await ana.get(app.path("/catalog/NB-110/ladder")).json?["steps"]?.items?.first
        #expect(whole?["from"]?.text == "1")
    }
}
