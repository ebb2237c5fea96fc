import Accounts
import HTTPTypes
import Kernel
import Mail
import PurveyorTesting
import Testing
import Web

/// From an admin's invitation to the first look at the catalog, with the mail going over a real mail server.
@Suite(.database, .endsSometime) struct InvitationStoryTests {
    @Test func `Ada invites Noor, whose mail leads her in, once`() async throws {
        let story = try await Story.begin()
        let (app, host) = (story.app, SMTPHost())
        let ada = try await story.signIn(story.cast.ada)
        let body = #"{"email": "noor@acme.example", "name": "Noor", "unit": "\#(story.cast.engineering.id)", "roles": ["buyer"]}"#
        let key: HTTPFields = [.idempotencyKey: "noor"]
        let invited = try await ada.post(story.path("/invitations"), headers: key, body)
        let replayed = try await ada.post(story.path("/invitations"), headers: key, body)
        #expect(invited.status == 201 && replayed.body == invited.body)

        let server = SMTPServer(host: "127.0.0.1", port: host.port, security: .none)
        let send = SendMails.testing(app.database.service, SMTPMailer(server), app.world)
        #expect(try await send() == 1)
        #expect(try await send() == 0)
        let mail = try #require(host.deliveries.first?.text)
        #expect(mail.contains("To: \"Noor\"\r\n <noor@acme.example>") && mail.contains("Subject: Ada Adler invites you to Acme"))
        let line = try #require(mail.split(whereSeparator: \.isNewline).first { $0.contains("/invitation#") })
        let token = try #require(line.split(separator: "#").last)

        #expect(try await app.client.post("/v1/invitations/read", #"{"token": "\#(token)"}"#).status == 200)
        let acceptance = #"{"token": "\#(token)", "name": "Noor Nasser", "password": "over the hills"}"#
        #expect(try await app.client.post("/v1/invitations/accept", acceptance).status == 201)
        #expect(try await app.client.post("/v1/invitations/accept", acceptance).problem == "invitation-used")
        let session = try await app.client.post("/v1/sessions", #"{"email": "noor@acme.example", "password": "over the hills"}"#)
        let noor = app.client.bearing(try #require(session.json?["token"]?.text))
        #expect(try await noor.get(story.path("/catalog")).status == 200)
        #expect(try await noor.get("/v1/me").json?["accounts"]?.items?.first?["name"]?.text == "Acme")
        let rita = app.by(story.cast.rita)
        let events = try await rita.get(story.path("/events")).json?["items"]?.items?.compactMap { $0["kind"]?.text }
        #expect(events?.contains("invitationAccepted") == true)
    }
}
