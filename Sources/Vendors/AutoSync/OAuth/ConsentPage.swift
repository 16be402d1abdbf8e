import HTTP

extension AutoSync {
    /// What a browser sees of the authorize call: who asks for what, and two links that answer.
    enum ConsentPage {
        /// The parameter that the links add to the query of the call they answer.
        static let decision: StaticString = "decision"

        enum Decision: String {
            case allow, deny
        }

        /// - Parameter query: of the call, as it came.
        static func response(of client: Client, asking scopes: Scope, query: String) -> Response {
            let wishes = scopes.names.map { "      <li><code>\(escaped($0))</code></li>\n" }.joined()
            let page = """
                <!doctype html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <title>AutoSync: allow \(escaped(client.name))?</title>
                  </head>
                  <body>
                    <h1>\(escaped(client.name)) asks for access to your shops</h1>
                    <ul>
                \(wishes)    </ul>
                    <p>
                      <a id="allow" href="?\(escaped(query))&amp;\(decision)=\(Decision.allow)">Allow</a>
                      <a id="deny" href="?\(escaped(query))&amp;\(decision)=\(Decision.deny)">Deny</a>
                    </p>
                    <p>This is Mockbay's stand-in for AutoSync: nobody has to log in.</p>
                  </body>
                </html>

                """
            var response = Response(200, .html, body: Array(page.utf8))
            response.add("Cache-Control", "no-store")
            return response
        }

        private static func escaped(_ text: String) -> String {
            var escaped = ""
            for character in text.unicodeScalars {
                switch character {
                case "&": escaped += "&amp;"
                case "<": escaped += "&lt;"
                case ">": escaped += "&gt;"
                case "\"": escaped += "&quot;"
                case "'": escaped += "&#39;"
                default: escaped.unicodeScalars.append(character)
                }
            }
            return escaped
        }
    }
}
