/// A statement as it goes over the wire.
struct Statement: Sendable {
    let sql: SQL
    /// Whether the connection keeps it prepared; texts that hardly come twice are not worth it.
    var isPrepared = true

    init(_ sql: SQL) {
        self.sql = sql
    }

    init(unprepared text: String) {
        sql = SQL(text: text)
        isPrepared = false
    }
}

/// What came back for the statements of one round trip.
struct Reply: Sendable {
    enum TransactionStatus {
        case none, open, failed, unknown
    }

    /// The answers, in order, of the statements before the first that failed.
    var rows: [Rows] = []
    /// The first statement that failed, by index, and why. Those after it were not carried out.
    var failure: (index: Int, error: PostgresError)?
    var transactionStatus = TransactionStatus.unknown
    /// COPY out: the data, and whether there is more.
    var bytes: [UInt8] = []
    var isEnd = false
}

/// A reply on its way to who waits for it; delivered outside the connection's lock.
struct Delivery: Sendable {
    typealias Receiver = @Sendable (Result<Reply, any Error>) -> Void

    let receiver: Receiver
    let result: Result<Reply, any Error>

    func callAsFunction() {
        receiver(result)
    }
}
