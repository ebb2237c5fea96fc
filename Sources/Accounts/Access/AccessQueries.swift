import Kernel
import Postgres

enum AccessQueries {
    static func tell(_ beat: AccessBeat) -> Query<Void> {
        Query("SELECT pg_notify(\(AccessNotice.channel), \(beat.payload))")
    }
}
