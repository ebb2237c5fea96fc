import Glibc
import Testing

@testable import PostgresServer

@Suite struct ClusterPartsTests {
    @Test func aPostmastersFileIsReadWhateverOfItIsWritten() throws {
        let whole = try #require(PostmasterFile("4711\n/data\n1700000000\n5432\n/run/p\n\n  5432001     32769\nready   \n"))
        #expect(whole.processID == 4711)
        #expect(whole.socketDirectory == "/run/p")
        #expect(whole.isReady)
        #expect(try #require(PostmasterFile("4711\n/data\n1\n5432\n/run/p\n\n0 0\nstarting\n")).isReady == false)
        #expect(try #require(PostmasterFile("4711\n")).isReady == false)
        for text in ["", "\n", "-4711\n", "x\n"] { #expect(PostmasterFile(text) == nil) }
    }

    @Test func aSocketsDirectoryIsAsLongAsAnAddressHoldsAndNotALongerOne() {
        let fits = "/" + String(repeating: "d", count: 92)
        #expect(ClusterPlace.isFit(fits))
        #expect(!ClusterPlace.isFit(fits + "d"))
        for character in [",", "'", "\"", "\\"] { #expect(!ClusterPlace.isFit("/a\(character)b")) }
    }

    @Test func aSocketsDirectoryThatSomebodyElseMadeIsRefused() async throws {
        try await withScratch { directory in
            let user = try ServerUser.forNewCluster()
            let place = ClusterPlace(directory: directory, home: directory, socketDirectory: directory + "/socket", user: user)
            symlink("/etc", place.socketDirectory)
            #expect(throws: ClusterError.self) { try place.prepareSocketDirectory() }
            unlink(place.socketDirectory)
            try makeDirectory(place.socketDirectory, permissions: 0o755)
            #expect(throws: ClusterError.self) { try place.prepareSocketDirectory() }
            rmdir(place.socketDirectory)
            try place.prepareSocketDirectory()
            try place.prepareSocketDirectory()
        }
    }

    @Test func theServersProgramsAreFoundByVersion() async throws {
        let newest = try await ServerPrograms.find(version: nil, for: "/data")
        #expect(newest.version >= ServerPrograms.oldest)
        #expect(try await ServerPrograms.find(version: newest.version, for: "/data").version == newest.version)
        await #expect(throws: ClusterError.versionMissing(9, directory: "/data")) {
            try await ServerPrograms.find(version: 9, for: "/data")
        }
    }

    @Test func aCommandTellsItsOutputAndItsFailure() async throws {
        let echo = try await Command(["sh", "-c", "cat; echo two >&2"]).run(input: "one\n")
        #expect(echo.succeeded)
        #expect(echo.output == "one\ntwo\n")
        #expect(try await !Command(["sh", "-c", "exit 3"]).run().succeeded)
        await #expect(throws: ClusterError.self) { try await Command(["/nowhere/to/be/found"]).run() }
    }

    @Test func aCommandInheritsNoFileOfOurs() async throws {
        let file = open("/etc/passwd", O_RDONLY)
        defer { close(file) }
        #expect(fcntl(file, F_GETFD) & FD_CLOEXEC == 0)
        let outcome = try await Command(["sh", "-c", "test -e /proc/self/fd/\(file) && echo inherited"]).run()
        #expect(outcome.output == "")
    }

    @Test func aZombieIsNotAlive() async throws {
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        let process = ServerProcess(processID: try Command(["true"]).start(input: nil, output: null))
        #expect(await process.hasEnded(within: .seconds(10)))
        #expect(ServerProcess(processID: getpid()).isAlive)
    }
}
