import Accounts
import HTTPTypes
import Kernel
import PurveyorTesting
import Testing
import Web

/// What people are known by: one address for one person, and a name that shows what is in it.
@Suite(.database) struct NamingTests {
    @Test(arguments: [
        "ana\u{200B}@acme.example", "ana\u{FEFF}@acme.example", "ana\u{AD}@acme.example", "an\u{43E}@acme.example", "ana@\u{FF43}.example",
        "ana@acme.example.", "ana@acme..example", "ana@.example", "ana@-acme.example", "ana@ac me.example", "ana@@acme.example",
        "@acme.example", "ana@", "ana", "<ana>@acme.example", "\u{212A}im@acme.example", "ana@\u{212A}.example",
    ])
    func `what only looks like an address, or like another, is none`(_ text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test(arguments: ["Ana@Acme.Example", "a.b+c@localhost", "o'neil_1@x-1.example", "a@1.example"])
    func `an address is known in lower case`(_ text: String) {
        #expect(EmailAddress(text)?.text == text.lowercased())
    }

    private func invite(_ name: String) async throws -> RouterAnswer {
        let company = try await UnitRoutesTests.Company()
        return try await company.client.post(
            company.path("/invitations"),
            #"{"email": "ana@acme.example", "name": "\#(name)", "unit": "\#(company.works.id)", "roles": ["shopper"]}"#)
    }

    @Test(arguments: [
        ("\u{200B}", "empty"), ("\u{FEFF}\u{2060} ", "empty"), ("\u{FFFE}", "empty"), ("\u{E0001}", "empty"), ("\u{3164}", "empty"),
        ("Ana\u{200B}Alves", "invisibleCharacter"), ("Ana\u{200F}", "invisibleCharacter"), ("Ana\u{E000}", "invisibleCharacter"),
        ("https://evil.example", "link"), ("Win at https://evil.example now", "link"),
    ])
    func `a name shows all that is in it, and is no link`(_ name: String, _ fault: String) async throws {
        #expect(try await invite(name).faults == ["/name \(fault)"])
    }

    @Test(arguments: ["Ana Alves", "ﾊﾝ 李小龍", "نامه\u{200C}ای", "क्\u{200D}ष", "O’Neil-Ó Súilleabháin", "👩\u{200D}🔬"])
    func `a name is written as its owner writes it`(_ name: String) async throws {
        #expect(try await invite(name).status == 201)
    }
}
