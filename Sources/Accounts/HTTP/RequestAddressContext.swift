import HTTPTypes
import Hummingbird
import NIOCore
import Web

extension AppRequestContext {
    /// From where a request comes.
    /// - Parameter trustedProxies: how many proxies in front add to `X-Forwarded-For`.
    func address(of request: Request, trustedProxies: Int) -> ClientAddress {
        ClientAddress(
            remote: remoteAddress?.ipAddress, forwardedFor: request.headers[.forwardedFor], trustedProxies: trustedProxies)
    }
}
