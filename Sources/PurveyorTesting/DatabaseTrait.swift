package import Testing

/// Lends each test that bears it, or whose suite does, a `TestDatabase`.
package struct DatabaseTrait: TestTrait, SuiteTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TestServer.shared.lend { database in
            try await TestDatabase.$lent.withValue(database, operation: function)
        }
    }
}

extension Trait where Self == DatabaseTrait {
    package static var database: Self { DatabaseTrait() }
}
