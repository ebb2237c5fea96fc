import Accounts
import Exchange
import Kernel
import Mail
import Postgres
import PostgresServer
import ServiceLifecycle
import Web

/// Watches over the private cluster while the service lives, and stops it last of all.
struct ClusterService: Service {
    let cluster: PrivateCluster

    func run() async throws {
        await cancelWhenGracefulShutdown { await cluster.supervise() }
        await cluster.stop()
    }
}

/// Keeps the pool of connections, and drains it when the service is told to stop.
struct DatabaseService: Service {
    let database: Database

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await database.run() }
    }
}

/// Hears what changes in who may do what, so that it may be remembered for a while who a token stands for.
struct HearingService: Service {
    let admit: AdmitCaller

    func run() async throws {
        await cancelWhenGracefulShutdown { await admit.hearChanges() }
        // It ends by itself only with the database's listening; nothing is remembered from then on, and no request needs it.
        try? await gracefulShutdown()
    }
}

/// Writes now and then when sessions and keys were used last, and once more at the end.
struct UsesService: Service {
    let record: RecordUses

    func run() async throws {
        await cancelWhenGracefulShutdown { await record.everyNowAndThen() }
        try? await record()
    }
}

/// Sends the mails that acts have caused. One that is on its way at a shutdown is sent again by the next instance.
struct MailService: Service {
    let send: SendMails

    func run() async throws {
        await cancelWhenGracefulShutdown { await send.run() }
    }
}

/// Carries out files that were sent in. One that is under way at a shutdown is begun anew by the next instance.
struct ImportService: Service {
    let run: RunImports

    func run() async throws {
        await cancelWhenGracefulShutdown { await run.run() }
    }
}

/// First to hear of a shutdown: refuses new requests (503) and waits for those inside, which the request deadline bounds.
struct DrainService: Service {
    let gate: DrainGate

    func run() async throws {
        try? await gracefulShutdown()
        gate.close()
        await gate.waitUntilEmpty()
    }
}
