package import Hummingbird
package import HTTPTypes
import Kernel

extension JSONResponse {
    /// Of a file for a spreadsheet.
    /// - Parameter name: of the file, without its ending.
    package static func csvHeaders(named name: String) -> HTTPFields {
        [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name).csv\""]
    }

    /// A page of a list for a spreadsheet; where there is more, `Link` leads there.
    /// - Parameters:
    ///   - records: the header's first, each as `CSVText` writes it.
    ///   - name: of the file, without its ending.
    ///   - next: the next page's cursor.
    package static func csv(_ records: some Sequence<String>, named name: String, next: String?, of request: Request) -> JSONResponse {
        var response = JSONResponse(
            status: .ok, headers: csvHeaders(named: name), body: Array((CSVText.mark + records.joined()).utf8))
        if let next {
            let asked = request.uri.query?.split(separator: "&").filter { !$0.hasPrefix("cursor=") }.map(String.init) ?? []
            let query = (asked + ["cursor=\(percentEncoded(next))"]).joined(separator: "&")
            response.headers[.link] = "<\(request.uri.path)?\(query)>; rel=\"next\""
        }
        return response
    }
}
