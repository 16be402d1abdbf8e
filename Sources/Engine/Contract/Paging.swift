/// How the rows of an operation are turned page by page: which parameters ask, where the reply says what it shows.
package struct Paging: Sendable {
    package enum Start: Sendable {
        /// A parameter with the number of the page, from 1.
        case page(String)
        /// A parameter with the number of rows before the first one.
        case offset(String)
    }

    package let start: Start
    /// The parameter with the number of rows on a page.
    package let size: String
    /// Rows of a page where nothing is asked for, and the most there are on one.
    package let usualSize: Int
    package let largestSize: Int
    /// Where the rows and the number of all of them stand in the reply, the first place that is there. A list on the way
    /// to the number stands for its first element.
    package let rows: [[String]]
    package let total: [[String]]
    /// Where the reply says how many pages there are, which one this is, and how long one is.
    package let pages: [[String]]
    package let shownNumber: [String]?
    package let shownSize: [String]?

    package init(
        _ start: Start,
        size: String,
        usually usualSize: Int,
        atMost largestSize: Int = .max,
        rows: [[String]],
        total: [[String]],
        pages: [[String]] = [],
        shownNumber: [String]? = nil,
        shownSize: [String]? = nil,
    ) {
        self.start = start
        self.size = size
        self.usualSize = usualSize
        self.largestSize = largestSize
        self.rows = rows
        self.total = total
        self.pages = pages
        self.shownNumber = shownNumber
        self.shownSize = shownSize
    }

    var startName: String {
        switch start {
        case .page(let name), .offset(let name): name
        }
    }
}

/// How a client renews what it is let in with: which calls of the operation do that.
package enum Renewal: Sendable, Equatable {
    /// All of them.
    case always
    /// Those whose body has this in one of these fields, which are spellings of one.
    case body(fields: [String], is: String)
}
