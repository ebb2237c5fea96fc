import Dispatch
import Glibc
import PostgresServer
import PurveyorTesting

/// What strikes a service and its database, in an order that its seed decides.
struct Strikes {
    enum Strike: String, CaseIterable {
        case backend, postmaster, service, both
    }

    private var random: SeededRandom
    private(set) var counts: [Strike: Int] = [:]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// Kills (SIGKILL, so nobody can put anything in order) `count` times at moments that nobody chose, some of them while the damage of
    /// the one before is still being repaired. The service is started again each time, as an operator's process manager does.
    mutating func fall(on service: RunningService, count: Int) async throws {
        for _ in 0..<count {
            await pause(.milliseconds(Int.random(in: 10...400, using: &random)))
            let strike: Strike =
                switch Int.random(in: 0..<100, using: &random) {
                case ..<40: .backend
                case ..<70: .postmaster
                case ..<88: .service
                default: .both
                }
            counts[strike, default: 0] += 1
            try await carryOut(strike, on: service)
            if random.chance(75), !(await service.isReady()) {
                throw InsistentClient.Unexpected(description: "not ready a minute after \(strike): \(service.process?.output ?? "")")
            }
        }
    }

    private mutating func carryOut(_ strike: Strike, on service: RunningService) async throws {
        switch strike {
        case .backend: service.serverProcesses.dropFirst().randomElement(using: &random)?.signal(SIGKILL)
        case .postmaster: service.serverProcesses.first?.signal(SIGKILL)
        case .service:
            await service.kill()
            try await service.start()
        case .both:
            service.serverProcesses.first?.signal(SIGKILL)
            await service.kill()
            try await service.start()
        }
    }
}
