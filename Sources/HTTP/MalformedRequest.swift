/// Why a request is refused before anybody looked at what it asks for. The connection is closed after each of them,
/// since where the next request would begin is uncertain or not worth waiting for.
package enum MalformedRequest: Error, Sendable, Hashable, CaseIterable {
    case method, requestLine, target, targetForm, userInfo, escape, escapedNUL, notUTF8
    case bareCR, bareLF, lineFolding, spaceBeforeColon, fieldName, fieldValue
    case hostMissing, hostRepeated, host
    case contentLength, contentLengthRepeated, lengthAndCoding, codingInHTTP10, transferEncoding
    case chunkSize, chunkExtension, chunkEnd, trailer
    case headTimeout, bodyTimeout
    case bodyTooLong, extensionsTooLong
    case targetTooLong
    case expectation
    case headTooLong, tooManyFields, trailersTooLong
    case connect, unknownMethod, unknownCoding
    case version

    package var status: Int {
        switch self {
        case .method, .requestLine, .target, .targetForm, .userInfo, .escape, .escapedNUL, .notUTF8, .bareCR,
            .bareLF, .lineFolding, .spaceBeforeColon, .fieldName, .fieldValue, .hostMissing, .hostRepeated,
            .host,
            .contentLength, .contentLengthRepeated, .lengthAndCoding, .codingInHTTP10, .transferEncoding,
            .chunkSize, .chunkExtension, .chunkEnd, .trailer:
            400
        case .headTimeout, .bodyTimeout: 408
        case .bodyTooLong, .extensionsTooLong: 413
        case .targetTooLong: 414
        case .expectation: 417
        case .headTooLong, .tooManyFields, .trailersTooLong: 431
        case .connect, .unknownMethod, .unknownCoding: 501
        case .version: 505
        }
    }

    /// A name for programs, one per status.
    package var code: StaticString {
        switch status {
        case 408: "request_timeout"
        case 413: "content_too_large"
        case 414: "uri_too_long"
        case 417: "expectation_failed"
        case 431: "request_header_fields_too_large"
        case 501: "not_implemented"
        case 505: "http_version_not_supported"
        default: "bad_request"
        }
    }

    /// What was wrong, in a sentence. Holds nothing that JSON would have to escape.
    package var message: StaticString {
        switch self {
        case .method: "The request does not begin with a method name."
        case .requestLine:
            "The request line is not 'METHOD target HTTP/1.1', with single spaces between the parts."
        case .target: "The request target holds a character that has to be percent-encoded."
        case .targetForm: "The request target is neither a path, nor an http URI, nor the '*' of OPTIONS."
        case .userInfo: "The request target holds user information before the host."
        case .escape: "A '%' in the request target is not followed by two hexadecimal digits."
        case .escapedNUL: "The request target holds an encoded NUL."
        case .notUTF8: "The request target does not decode to UTF-8."
        case .bareCR: "A carriage return stands without a line feed."
        case .bareLF: "A line ends in a line feed without a carriage return."
        case .lineFolding: "A field line begins with a blank; folded lines are obsolete."
        case .spaceBeforeColon: "A blank stands between a field name and its colon."
        case .fieldName: "A field line has no valid name followed by a colon."
        case .fieldValue: "A field value holds a control character."
        case .hostMissing: "The Host field is missing."
        case .hostRepeated: "There is more than one Host field."
        case .host: "The host is not a name or address with an optional port."
        case .contentLength: "Content-Length is not a decimal number."
        case .contentLengthRepeated: "There is more than one Content-Length."
        case .lengthAndCoding: "Content-Length and Transfer-Encoding are both there."
        case .codingInHTTP10: "HTTP/1.0 has no Transfer-Encoding."
        case .transferEncoding: "Transfer-Encoding is not 'chunked', once and last."
        case .chunkSize: "A chunk does not begin with its size in hexadecimal digits."
        case .chunkExtension: "A chunk extension is malformed."
        case .chunkEnd: "A chunk is longer than its size says."
        case .trailer: "A trailer field is malformed."
        case .headTimeout: "The request did not arrive in time."
        case .bodyTimeout: "The body did not arrive in time."
        case .bodyTooLong: "The body is longer than the limit."
        case .extensionsTooLong: "The chunk extensions are longer than the limit."
        case .targetTooLong: "The request target is longer than the limit."
        case .expectation: "The only expectation that can be met is 100-continue."
        case .headTooLong: "The request head is longer than the limit."
        case .tooManyFields: "The request has more field lines than the limit."
        case .trailersTooLong: "The trailer fields are longer than the limit."
        case .connect: "CONNECT is not served; this is no proxy."
        case .unknownMethod: "The method name is longer than any known one."
        case .unknownCoding: "The only transfer coding understood is chunked."
        case .version: "The version is not HTTP/1.x."
        }
    }
}

extension Response {
    /// A refusal by the transport itself: `{"error":{"code":…,"message":…}}`. Neither text may need escaping in JSON.
    package init(refusing status: Int, code: StaticString, message: StaticString) {
        self.init(status, .json)
        body.append("{\"error\":{\"code\":\"")
        body.append(code)
        body.append("\",\"message\":\"")
        body.append(message)
        body.append("\"}}")
    }

    package init(_ malformed: MalformedRequest) {
        self.init(refusing: malformed.status, code: malformed.code, message: malformed.message)
    }
}
