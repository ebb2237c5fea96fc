import Accounts
import Approvals
import Catalog
import Exchange
import Hummingbird
import Orders
import Quotes
import Relationship
import Service
import Web

/// The page of routes: what the whole service answers to. A room's own file says what each does.
struct Routes {
    let parts: Parts

    func add(to router: Router<AppRequestContext>) {
        let admit = parts.admit
        let priceLists = LoadPriceList()
        let readCatalog = parts.readCatalog(priceLists)

        do {  // for everyone
            parts.operations.add(to: router)  // /health/… /metrics /openapi.json /docs /v1/limits
            parts.sessions(admit).add(to: router)  // /v1/sessions
            parts.me(admit).add(to: router)  // /v1/me
            parts.passwords(admit).add(to: router)  // /v1/password-resets /v1/me/password
            parts.invitations(admit).add(to: router)  // /v1/invitations /v1/me/invitations
        }
        do {  // in an account
            let account = router.accountGroup(admitting: admit)  // /v1/accounts/{account}
            parts.account.add(to: account)  // .
            parts.members(admit).add(to: account)  // members
            parts.invitations(admit).add(to: account)  // invitations
            parts.delegations(admit).add(to: account)  // members' delegations
            parts.units(admit).add(to: account)  // units
            parts.roles(admit).add(to: account)  // roles
            parts.apiKeys(admit).add(to: account)  // api-keys
            parts.settings.add(to: account)  // cost-centres addresses
            parts.catalog(readCatalog, priceLists).add(to: account)  // catalog
            parts.compatible(readCatalog).add(to: account)  // what fits a product
            parts.preApproved.add(to: account)  // units' lists of what is approved in advance
            parts.contracts(priceLists).add(to: account)  // contracts, their versions and drafts
            parts.configurations(priceLists).add(to: account)  // standard-configurations, their prices and versions
            parts.prices(priceLists).add(to: account)  // prices, and a product's price and ladder
            parts.quotes(priceLists).add(to: account)  // quotes
            parts.approvals.add(to: account)  // approvals
            parts.orders(priceLists).add(to: account)  // orders, and a quote's order
            parts.assets(readCatalog).add(to: account)  // assets
            parts.ledger.add(to: account)  // events timeline
        }
        do {  // for the account team
            parts.accountView.add(to: router.signedInGroup("/v1/crm", admitting: admit))  // accounts
            let served = router.accountGroup("/v1/crm/accounts/{account}", admitting: admit)
            parts.accountView.add(to: served)  // view timeline
            parts.team(admit).add(to: served)  // team partners
            parts.customers(admit).add(to: served)  // . admins
        }
        do {  // for the supplier's staff, and its partners
            parts.staff(admit).add(to: router)  // /v1/staff
            parts.partners(admit).add(to: router)  // /v1/partners /v1/partner/accounts
            parts.customers(admit).add(to: router)  // /v1/accounts
            parts.supplierChanges(admit).add(to: router)  // /v1/supplier-changes
        }
        do {  // for the supplier's people and systems
            parts.products.add(to: router.signedInGroup("/v1/products", admitting: admit))
            parts.fits.add(to: router.signedInGroup("/v1/fits", admitting: admit))
            parts.categories.add(to: router.signedInGroup("/v1/categories", admitting: admit))
            parts.imports.add(to: router.signedInGroup("/v1/imports", admitting: admit))
            parts.feed.add(to: router.signedInGroup("/v1/feed", admitting: admit))
        }
    }
}
