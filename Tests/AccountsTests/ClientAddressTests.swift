import Accounts
import Testing

@Suite struct ClientAddressTests {
    @Test(
        arguments: [
            ("203.0.113.9", nil, 0, "203.0.113.9"),
            // Without a proxy in front a client's own header says nothing.
            ("203.0.113.9", "198.51.100.1", 0, "203.0.113.9"),
            ("10.0.0.2", "198.51.100.1", 1, "198.51.100.1"),
            // What stands before the entry of the outermost trusted proxy is the client's invention.
            ("10.0.0.2", "1.2.3.4, 198.51.100.1", 1, "198.51.100.1"),
            ("10.0.0.2", "1.2.3.4, 198.51.100.1, 10.0.0.3", 2, "198.51.100.1"),
            // It did not come through all of the proxies.
            ("10.0.0.2", nil, 1, "10.0.0.2"),
            ("10.0.0.2", "198.51.100.1", 2, "10.0.0.2"),
            // Some proxies add the port, which a client chooses.
            ("10.0.0.2", "203.0.113.7:5678", 1, "203.0.113.7"),
            ("10.0.0.2", "[2001:db8:0:1::7]:5678", 1, "2001:db8:0:1::/64"),
            ("10.0.0.2", "[2001:db8:0:1::7]", 1, "2001:db8:0:1::/64"),
            ("10.0.0.2", "[::ffff:203.0.113.7]:5678", 1, "203.0.113.7"),
            ("10.0.0.2", "1.2.3.4:1, 2001:db8:0:1::7", 1, "2001:db8:0:1::/64"),
            (nil, nil, 0, "local"),
            ("::ffff:203.0.113.9", nil, 0, "203.0.113.9"),
            ("2001:db8:0:1:2:3:4:5", nil, 0, "2001:db8:0:1::/64"),
            ("2001:0DB8::5", nil, 0, "2001:db8:0:0::/64"),
            ("fe80::1%eth0", nil, 0, "fe80:0:0:0::/64"),
            ("::1", nil, 0, "0:0:0:0::/64"),
        ] as [(String?, String?, Int, String)])
    func `an attempt is counted for the address that cannot be invented`(
        remote: String?, forwarded: String?, proxies: Int, expected: String
    ) {
        #expect(ClientAddress(remote: remote, forwardedFor: forwarded, trustedProxies: proxies).text == expected)
    }
}
