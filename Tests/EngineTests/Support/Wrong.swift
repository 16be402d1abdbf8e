import Testing

/// A text with something wrong in it, each place marked with a caret `‸` that is not part of the text.
struct Wrong: Sendable, CustomTestStringConvertible {
    let why: String
    let text: String
    /// What is to be said, `LINE:COLUMN: ` left away: that comes from the carets.
    private let messages: [String]
    private let places: [String]

    init(_ why: String, _ marked: String, _ messages: String...) {
        self.why = why
        self.messages = messages
        var text = ""
        var places: [String] = []
        var line = 1
        var column = 1
        for character in marked {
            if character == "‸" {
                places.append("\(line):\(column)")
                continue
            }
            text.append(character)
            if character == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        self.text = text
        self.places = places
        precondition(
            places.count == messages.count,
            "\(why): \(places.count) carets, \(messages.count) messages"
        )
    }

    /// The lines that `FILE:LINE:COLUMN: message` makes.
    func lines(of file: String) -> [String] {
        zip(places, messages).map { "\(file):\($0): \($1)" }
    }

    var testDescription: String { why }
}
