/// The last answers to some questions, the one that was used last first. An answer counts as long as the edition of what
/// it depends on is the one that it was made of.
public struct Latest<Question, Edition, Answer>: Sendable
where Question: Equatable & Sendable, Edition: Equatable & Sendable, Answer: Sendable {
    @usableFromInline struct Entry: Sendable {
        @usableFromInline let question: Question
        @usableFromInline let edition: Edition
        @usableFromInline let answer: Answer
        @usableFromInline let size: Int

        @inlinable init(_ question: Question, _ edition: Edition, _ answer: Answer, _ size: Int) {
            self.question = question
            self.edition = edition
            self.answer = answer
            self.size = size
        }
    }

    @usableFromInline var kept: [Entry] = []
    @usableFromInline let most: Int
    @usableFromInline let largest: Int

    /// - Parameters:
    ///   - most: how many are kept.
    ///   - largest: how large they may be together, the newest aside.
    @inlinable public init(most: Int, largest: Int) {
        self.most = most
        self.largest = largest
    }

    @inlinable public mutating func answer(to question: Question, of edition: Edition) -> Answer? {
        guard let place = kept.firstIndex(where: { $0.question == question }) else { return nil }
        guard kept[place].edition == edition else {
            kept.remove(at: place)
            return nil
        }
        if place > 0 { kept.insert(kept.remove(at: place), at: 0) }
        return kept[0].answer
    }

    /// Keeps an answer to a question that has none.
    @inlinable public mutating func keep(
        _ answer: Answer,
        to question: Question,
        of edition: Edition,
        size: Int,
    ) {
        kept.insert(Entry(question, edition, answer, size), at: 0)
        var sum = 0
        var end = 1
        while end < min(kept.count, most) {
            sum += kept[end].size
            if sum > largest { break }
            end += 1
        }
        kept.removeSubrange(end...)
    }
}
