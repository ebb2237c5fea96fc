import Accounts
import Foundation
import HTTPTypes
import Kernel
import PurveyorTesting
import Server
import Testing
import Web

/// The product speaks English and Chinese (api.md, Language).
@Suite struct LanguageTests {
    @Test func `every problem has its title and its detail in Chinese`() throws {
        let page = try String(contentsOfFile: PackageFiles.path("docs/problems.md"), encoding: .utf8)
        let codes = page.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
        #expect(codes.count > 100)
        for code in codes {
            let entry = ProblemCatalogue.product.entry(code, in: .chinese)
            #expect(entry?.detail != nil, "\(code): write it in its room's …ProblemsRepresentation.swift")
        }
    }

    @Test(.database) func `a refusal is told in the language that was asked for, with its facts in the sentence`() async throws {
        let app = try await TestApp.open()
        let refused = try await app.by(app.cast.ana).get(app.path("/events"), headers: [.acceptLanguage: "zh-CN"])
        #expect(refused.status == 403)
        #expect(refused.headers[.contentLanguage] == "zh-CN")
        #expect(refused.json?["title"]?.text == "无此权限")
        #expect(refused.json?["detail"]?.text == "您在此账户中的角色不包含 readEvents。")
        let english = try await app.by(app.cast.ana).get(app.path("/events"))
        #expect(english.headers[.contentLanguage] == "en")
    }

    @Test(.database) func `what is wrong with an input is told with its numbers in the language that was asked for`() async throws {
        let app = try await TestApp.open()
        func detail(_ query: String) async throws -> String? {
            let refused = try await app.by(app.cast.ana).get(app.path("/quotes?\(query)"), headers: [.acceptLanguage: "zh-CN"])
            return refused.json?["errors"]?.items?.first?["detail"]?.text
        }
        #expect(try await detail("limit=0") == "须在 1 到 200 之间。")
        #expect(try await detail("limit=many") == "须为整数。")
    }

    @Test(.database) func `what somebody may do is explained in the language that was asked for`() async throws {
        let app = try await TestApp.open()
        func explained(_ language: String?) async throws -> (permissions: [String], account: String) {
            let headers: HTTPFields = language.map { [.acceptLanguage: $0] } ?? [:]
            let me = try #require(try await app.by(app.cast.omar).get("/v1/me", headers: headers).json)
            let account = try #require(me["accounts"]?.items?.first)
            let permissions = account["memberships"]?.items?.first?["permissions"]?.items ?? []
            return (permissions.compactMap { $0["explanation"]?.text }, account["explanation"]?.text ?? "")
        }
        let (english, chinese) = (try await explained(nil), try await explained("zh"))
        #expect(english.permissions.contains("You may see orders: in Acme and all below it. That comes from: approver."), "\(english)")
        #expect(chinese.permissions.contains("您可以查看订单：Acme及其所有下级。来自：审批人。"), "\(chinese)")
        #expect(chinese.permissions.count == english.permissions.count)
        #expect(try await explained("en").permissions == english.permissions)
        #expect((english.account, chinese.account) == ("You have no limits.", "您没有限额。"), "\(english.account) \(chinese.account)")
    }
}
