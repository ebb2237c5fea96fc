import Server

/// Who can sign in to the demo. They stand in Catalogs/it-supplier.
enum DemoPeople {
    static let buyer = "nina.jansen@customer-14646.example"
    static let approver = "bram.smit@customer-14646.example"
    static let rep = LoadDemo.keeper

    static func howToSignIn(port: Int) -> String {
        """
        Sign in with POST http://127.0.0.1:\(port)/v1/sessions as
          a buyer        \(buyer)
          an approver    \(approver)
          an account rep \(rep) (also keeps the catalog and writes contracts)
        each with the password \(LoadDemo.password). Their account: \(LoadDemo.account)

          purveyor demo --url http://127.0.0.1:\(port)   walks the main path and shows each request and answer
          http://127.0.0.1:\(port)/docs                  is the interface, readable
        """
    }
}
