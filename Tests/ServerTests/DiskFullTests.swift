import Accounts
import FoundationEssentials
import Glibc
import Postgres
import PostgresServer
import PurveyorTesting
import Testing
import Web

/// The private cluster on a disk that fills up: nothing that was acknowledged is lost, reads go on as long as PostgreSQL does, and with
/// space everything goes on by itself.
@Suite struct DiskFullTests {
    private static let size = 256 << 20

    @Test(.endsSometime, .enabled(if: Disk.isPossible, "this user may not mount a file system to fill"))
    func aFullDiskRefusesWritesLosesNothingAndEndsByItself() async throws {
        try await ServiceYard.lend { yard in
            let disk = try Disk(at: "\(yard.directory)/disk", bytes: Self.size)
            let result: Result<Void, any Error>
            do { result = .success(try await fill(disk, in: yard)) } catch { result = .failure(error) }
            disk.unmount()
            try result.get()
        }
    }

    private func fill(_ disk: Disk, in yard: ServiceYard) async throws {
        let service = RunningService(
            in: yard, data: "disk", environment: ["LOG_LEVEL": "critical", "HTTP_REQUESTS_PER_SECOND": "100000"])
        let cast = try await Staging.cast(for: service)
        try await service.start()
        var writer = Writer(service: service, cast: cast)
        try await writer.write(until: 201, atMost: 1)

        disk.fill()
        try await writer.write(until: 503, atMost: 3000)
        try await writer.write(until: 503, atMost: 1)
        #expect(try await service.ask("GET", writer.path, as: cast.ana.token).status == 200)
        #expect(try await service.ask("GET", "/health/ready").status == 200)

        // Without room for its log of changes, PostgreSQL gives up, and cannot recover either.
        try? await Staging.withDatabase(service.ownerConnectionString) { (owner: Database) async throws in
            for number in 0..<1000 {
                try await owner.query(Query<Void>("SELECT pg_logical_emit_message(false, \("\(number)"), repeat('x', 1000000))"))
            }
        }
        disk.fill()
        try await writer.write(until: 503, atMost: 1)
        #expect(try await service.ask("GET", "/health/live").status == 200)
        #expect(try await service.ask("GET", "/health/ready").status == 503)

        disk.empty()
        #expect(await service.isReady())
        try await writer.write(until: 201, atMost: 1)
        for id in writer.acknowledged {
            #expect(try await service.ask("GET", "\(writer.path)/\(id)", as: cast.ana.token).status == 200, "\(id)")
        }
        #expect(await service.stop() == 0)
        #expect(service.serverProcesses.isEmpty)
    }

    private struct Writer {
        let service: RunningService
        let cast: Cast
        var acknowledged: [String] = []

        var path: String { "/v1/accounts/\(cast.acme.id)/quotes" }

        /// Makes quotes until the answer is `status`; anything else than made and unavailable is a failure.
        mutating func write(until status: Int, atMost limit: Int) async throws {
            let body = "{\"name\": \"\(String(repeating: "Full ", count: 20))\", \"lines\": [{\"sku\": \"NB-100\", \"quantity\": \"1\"}]}"
            var last: LoopbackAnswer?
            for _ in 0..<limit where last?.status != status {
                let answer = try await service.ask("POST", path, as: cast.ana.token, body: body)
                last = answer
                switch answer.status {
                case 201: acknowledged.append(try #require(answer.json?["id"]?.text))
                case 503: #expect(answer.json?["type"]?.text?.hasPrefix("/problems/") == true)
                default: Issue.record("\(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
                }
            }
            #expect(last?.status == status)
        }
    }
}

/// A small file system of its own, in memory.
private struct Disk {
    let path: String

    /// Whether this process may mount, found out by trying.
    static let isPossible: Bool = {
        let path = "/tmp/purveyor-disk-\(UUID().uuidString.prefix(8))"
        guard let disk = try? Disk(at: path, bytes: 1 << 20) else { return false }
        disk.unmount()
        rmdir(path)
        return true
    }()

    struct Failure: Error {}

    init(at path: String, bytes: Int) throws {
        self.path = path
        guard mkdir(path, 0o755) == 0 else { throw Failure() }
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(bytes),mode=755") == 0 else {
            rmdir(path)
            throw Failure()
        }
    }

    /// Until not a byte is free.
    func fill() {
        let file = open(path + "/filling-\(UUID().uuidString.prefix(8))", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        for size in [1 << 20, 4096, 1] {
            let bytes = [UInt8](repeating: 1, count: size)
            while write(file, bytes, size) == size {}
        }
    }

    func empty() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where name.hasPrefix("filling-") {
            unlink("\(path)/\(name)")
        }
    }

    /// Also where somebody still has a file in it open.
    func unmount() {
        umount2(path, Int32(MNT_DETACH))
    }
}
