/// What is stored of a password: its scrypt key with all that is needed to compute it again,
/// written in the PHC string format `$scrypt$ln=15,r=8,p=1$salt$key`.
package struct PasswordHash: Sendable, Hashable {
    package let parameters: Scrypt.Parameters
    let salt: [UInt8]
    let key: [UInt8]

    /// Reads `text`; nil for another scheme or parameters that this service would not spend.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let parameters = Scrypt.Parameters(phc: parts[2]),
            let salt = Base64.standard.decode(parts[3]), salt.count >= 16,
            let key = Base64.standard.decode(parts[4]), key.count >= 32
        else { return nil }
        self.init(parameters: parameters, salt: salt, key: key)
    }

    init(parameters: Scrypt.Parameters, salt: [UInt8], key: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.key = key
    }

    init(of password: [UInt8], salt: [UInt8], parameters: Scrypt.Parameters) {
        self.init(parameters: parameters, salt: salt, key: Scrypt.key(password, salt: salt, parameters: parameters, count: 32))
    }

    /// For the column that keeps it; nothing else should want it.
    package var text: String {
        let cost = "ln=\(parameters.logCost),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return "$scrypt$\(cost)$\(Base64.standard.encode(salt))$\(Base64.standard.encode(key))"
    }

    func matches(_ password: [UInt8]) -> Bool {
        constantTimeEquals(key, Scrypt.key(password, salt: salt, parameters: parameters, count: key.count))
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    /// Never the hash: descriptions end up in logs.
    package var description: String { "$scrypt$…" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Scrypt.Parameters {
    /// `ln=15,r=8,p=1`, in this order.
    init?(phc text: Substring) {
        let members = text.split(separator: ",", omittingEmptySubsequences: false)
        let names = ["ln=", "r=", "p="]
        guard members.count == names.count else { return nil }
        let values = zip(members, names).compactMap { member, name in
            member.hasPrefix(name) ? Int(member.dropFirst(name.count)) : nil
        }
        guard values.count == names.count else { return nil }
        self.init(logCost: values[0], blockSize: values[1], parallelism: values[2])
    }
}
