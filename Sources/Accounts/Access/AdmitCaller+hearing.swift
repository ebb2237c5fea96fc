import FoundationEssentials
import Kernel
import Postgres

extension AdmitCaller {
    /// Hears what the database tells of changes in who may do what, so that answers may be remembered; until the task is cancelled or the
    /// database shuts down. Nothing is remembered while this does not run, or does not hear.
    package func hearChanges() async {
        let instance = world.newUUID()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await hear(instance) }
            group.addTask { await beat(instance) }
            // One without the other is of no use.
            await group.next()
            group.cancelAll()
        }
    }

    /// Whether answers are remembered now.
    package var isHearing: Bool { memory.isHearing(at: world.now()) }

    private func hear(_ instance: UUID) async {
        for await event in database.listen(AccessNotice.channel) {
            switch event {
            case .listening: memory.listensAnew()
            case .notification(let payload):
                if let beat = AccessBeat(payload) {
                    if beat.instance == instance { memory.hear(beat) }
                } else {
                    memory.hear(AccessNotice(payload))
                }
            }
        }
    }

    private func beat(_ instance: UUID) async {
        while !Task.isCancelled {
            // Where it cannot be sent nothing is heard, and nothing is remembered: that is all there is to do about it.
            _ = try? await database.query(AccessQueries.tell(AccessBeat(instance: instance, sentAt: world.now())))
            try? await Task.sleep(for: .milliseconds(Limits.accessBeatMilliseconds))
        }
    }
}
