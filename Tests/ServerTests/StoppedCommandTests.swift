import Dispatch
import Foundation
import Glibc
import PostgresServer
import PurveyorTesting
import Testing

/// Ctrl-C and SIGTERM in a command that has a private cluster: it stops what it started, and the same command given again completes
/// the work.
@Suite struct StoppedCommandTests {
    struct Stop: CustomTestStringConvertible {
        let signal: Int32
        /// What the command says, or has done, when the signal comes.
        let moment: String

        var testDescription: String { "signal \(signal) at \(moment)" }
    }

    private static let history = [
        "import", "order-history", PackageFiles.path("Catalogs/online-retail/orders.csv.gz"), "--propose-contracts",
    ]

    private func start(_ command: [String], in yard: ServiceYard, data: String) throws -> ChildProcess {
        try yard.purveyor(command + ["--home", PackageFiles.root, "--data-directory", "\(yard.directory)/\(data)"])
    }

    /// Runs the command and sends the signal when the moment has come; whether it came before the work was done.
    private func isStopped(_ command: [String], by stop: Stop, in yard: ServiceYard, data: String) async throws -> Bool {
        let process = try start(command, in: yard, data: data)
        await withCheckedContinuation { sent in Self.send(stop, to: process) { sent.resume() } }
        let code = await process.ended()
        let left = ServerProcess.all(in: "\(yard.directory)/\(data)/postgres")
        #expect(left.isEmpty, "PostgreSQL runs on: \(process.output)")
        #expect([0, 128 + stop.signal].contains(code), "\(stop): \(process.output)")
        return code != 0
    }

    /// Looks on Dispatch's threads: those of Swift's pool are the other tests', and the moment would have passed.
    private static func send(_ stop: Stop, to process: ChildProcess, sent: @escaping @Sendable () -> Void) {
        guard !process.output.contains(stop.moment), process.exitCode == nil else {
            process.signal(stop.signal)
            return sent()
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(2)) { send(stop, to: process, sent: sent) }
    }

    @Test(.endsSometime) func anImportThatIsStoppedAtAnyMomentStopsItsServerAndIsCompletedByTheNext() async throws {
        try await ServiceYard.lend { yard in
            var stops = 0
            for stop in [
                Stop(signal: SIGTERM, moment: "Making a PostgreSQL cluster"), Stop(signal: SIGINT, moment: "PostgreSQL runs"),
                Stop(signal: SIGTERM, moment: "Reading"), Stop(signal: SIGINT, moment: "Reading: 100"),
                Stop(signal: SIGTERM, moment: "Reading: 100"),
            ] {
                if try await isStopped(Self.history, by: stop, in: yard, data: "stopped") { stops += 1 }
            }
            #expect(stops > 2)
            let completing = try start(Self.history, in: yard, data: "stopped")
            #expect(await completing.ended() == 0, "\(completing.output)")
            let again = try start(Self.history, in: yard, data: "stopped")
            #expect(await again.ended() == 0, "\(again.output)")
            let whole = try start(Self.history, in: yard, data: "whole")
            #expect(await whole.ended() == 0, "\(whole.output)")
            let wholeAgain = try start(Self.history, in: yard, data: "whole")
            #expect(await wholeAgain.ended() == 0, "\(wholeAgain.output)")
            let outcome = try #require(again.output.split(separator: "\n").first { $0.contains(" lines: ") })
            #expect(wholeAgain.output.contains(outcome), "\(wholeAgain.output)")
            #expect(outcome.contains(" 0 accounts, 0 products, 0 orders, 0 returns, 0 contracts added"))
        }
    }

    @Test(.endsSometime) func theLinesThatWereRefusedMayTakeTheNameOfTheFileThatTheyStoodIn() async throws {
        try await ServiceYard.lend { yard in
            let file = "\(yard.directory)/products.csv"
            func run(_ text: String) async throws -> (Int32?, String) {
                try text.write(toFile: file, atomically: true, encoding: .utf8)
                let command = try start(["import", "products", file, "--skip-bad", "--refused", file], in: yard, data: "data")
                let code = await command.ended()
                return (code, try String(contentsOfFile: file, encoding: .utf8))
            }
            let header = "sku,name.en,listPrice.EUR\n"
            let (code, left) = try await run(header + "I-1,One,1.00\nI-2,Two,0.00\nI-3,Three,nothing\n")
            #expect(code == 1)
            #expect(left.contains("I-2,Two,0.00") && left.contains("I-3,Three,nothing") && !left.contains("I-1"), "\(left)")
            let (again, _) = try await run(header + "I-2,Two,\n")
            #expect(again == 0)
            // Where the others do not come in they would be nowhere.
            for options in [["--refused", file], ["--skip-bad", "--dry-run", "--refused", file], ["--skip-bad", "--report", file]] {
                let lossy = try start(["import", "products", file] + options, in: yard, data: "data")
                #expect(await lossy.ended() == 64, "\(lossy.output)")
            }
            #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("sku,"))
        }
    }

    @Test(.endsSometime) func aMigrationThatIsStoppedLeavesNothingHalfDone() async throws {
        try await ServiceYard.lend { yard in
            var stops = 0
            for stop in [Stop(signal: SIGINT, moment: "Making a PostgreSQL cluster"), Stop(signal: SIGTERM, moment: "PostgreSQL runs")] {
                if try await isStopped(["migrate"], by: stop, in: yard, data: "data") { stops += 1 }
            }
            #expect(stops > 0)
            let completing = try start(["migrate"], in: yard, data: "data")
            #expect(await completing.ended() == 0, "\(completing.output)")
            let again = try start(["migrate"], in: yard, data: "data")
            #expect(await again.ended() == 0)
            #expect(again.output.contains("nothing is pending"))
        }
    }
}
