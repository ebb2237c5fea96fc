/// How a private cluster is run.
package struct ClusterOptions: Sendable {
    /// PostgreSQL's settings by name. Those that make the cluster private (addresses, socket, files) are not for choosing.
    package var settings: [String: String]
    /// Whether the server is ended, and its directory removed, as soon as this process is gone in whatever way, a kill included.
    package var isTemporary: Bool
    /// Pages of the cluster are checked for damage when they are read.
    package var hasChecksums: Bool

    package init(settings: [String: String], isTemporary: Bool = false, hasChecksums: Bool = true) {
        self.settings = settings
        self.isTemporary = isTemporary
        self.hasChecksums = hasChecksums
    }

    /// For a service that keeps what it acknowledges, on a machine that it shares with its database.
    package static let service = ClusterOptions(settings: [
        "max_connections": "100",
        "shared_buffers": "256MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "128MB",
        "min_wal_size": "256MB",
        "max_wal_size": "2GB",
        "synchronous_commit": "on",
        "random_page_cost": "1.1",
        // Files instead of /dev/shm, which in a container may be closed to the server's user, or too small.
        "dynamic_shared_memory_type": "mmap",
        // Compiling takes longer than any statement of a request.
        "jit": "off",
        "idle_in_transaction_session_timeout": "60s",
        "logging_collector": "on",
        // A file for each day of the week, each overwritten after a week.
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        // Statements and values do not belong in a log that nobody guards: no statement text, no detail with a key's values.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    ])

    /// For tests: fast, small, and nothing of it survives.
    package static let testing = ClusterOptions(
        settings: [
            "max_connections": "300",
            "shared_buffers": "128MB",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "1h",
            // It would hold on to databases that a test wants to copy or drop; a test that needs statistics says ANALYZE.
            "autovacuum": "off",
            "random_page_cost": "1.1",
            "dynamic_shared_memory_type": "mmap",
            "jit": "off",
            "logging_collector": "off",
        ],
        isTemporary: true, hasChecksums: false)

    /// The text of the configuration file.
    func configuration(of place: ClusterPlace) -> String {
        var all = settings
        all["listen_addresses"] = ""
        all["port"] = "5432"
        all["unix_socket_directories"] = "\"\(place.socketDirectory)\""
        all["unix_socket_permissions"] = "0700"
        all["hba_file"] = place.accessRules
        all["timezone"] = "UTC"
        all["log_timezone"] = "UTC"
        all["lc_messages"] = "C"
        all["cluster_name"] = "purveyor"
        let lines = all.sorted { $0.key < $1.key }.map { "\($0.key) = '\(quoted($0.value))'\n" }
        return "# Written at every start. To change a setting for good, say ALTER SYSTEM SET … and restart.\n" + lines.joined()
    }

    private func quoted(_ value: String) -> String {
        value.map { $0 == "'" ? "''" : $0 == "\\" ? "\\\\" : String($0) }.joined()
    }
}
