extension Mockbay {
    /// One call and its reply, as a bay's journal has them. Credentials are shown as fingerprints.
    public struct Exchange: Sendable, Equatable, CustomStringConvertible {
        /// What the reply carried as `X-Mockbay-Request-Id`.
        public let number: Int
        /// `htp`; `nil` where no vendor was reached.
        public let vendor: String?
        /// `htp.sale.create`; `nil` where the vendor has no such call.
        public let operation: String?
        public let method: String
        /// Path and query as they were sent; `nil` where they had no room in the journal.
        public let target: String?
        public let requestBody: Value
        public let status: Int
        public let responseBody: Value
        /// Which try it was of a call that was made again because it had failed, from 1; `nil` for one that was not.
        public let attempt: Int?
        /// What went wrong on the wire: `reset afterBodyBytes 64`.
        public let fault: String?
        /// All that is known, as the control API shows it.
        public let json: Value

        init(json: Value) {
            self.json = json
            number = json["number"].int ?? 0
            vendor = json["vendor"].string
            operation = json["operation"].string
            method = json["request"]["method"].string ?? ""
            target = json["request"]["target"].string
            requestBody = json["request"]["body"]
            status = json["response"]["status"].int ?? 0
            responseBody = json["response"]["body"]
            attempt = json["attempt"].int
            fault = json["fault"].string
        }

        /// `#3 POST /sale/create 201 htp.sale.create`
        public var description: String {
            ["#\(number)", method, target ?? "-", "\(status)", operation ?? "-"].joined(separator: " ")
        }
    }
}
