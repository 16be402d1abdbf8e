import Engine
import Testing

@Suite struct `A table` {
    /// What a table must agree with: the rows in a dictionary, asked the slow way.
    struct Model {
        var rows: [Int: Plant] = [:]

        var sorted: [Plant] { rows.values.sorted { $0.id < $1.id } }

        func check(_ table: Table<Plant>, _ draws: inout Draws) {
            let sorted = sorted
            #expect(Array(table) == sorted)
            #expect(table.count == sorted.count)
            #expect(table.isEmpty == sorted.isEmpty)
            #expect(table.first == sorted.first)
            #expect(table.last == sorted.last)
            let offset = draws.integer(in: -2...sorted.count + 2)
            let limit = draws.integer(in: -1...200)
            #expect(Array(table.page(offset: offset, limit: limit)) == slice(sorted, offset, limit))
            let low = draws.integer(in: -5...2005)
            let high = draws.integer(in: low...2010)
            #expect(Array(table.rows(from: low)) == sorted.filter { $0.id >= low })
            #expect(Array(table.rows(in: low..<high)) == sorted.filter { low..<high ~= $0.id })
            #expect(Array(table.rows(in: low...high)) == sorted.filter { low...high ~= $0.id })
            for kind in 0..<7 {
                let wanted = sorted.filter { $0.kind == "kind-\(kind)" }.map(\.id)
                #expect(Array(table.indexes.kind.ids(for: "kind-\(kind)")) == wanted)
                #expect(table.indexes.kind.count(for: "kind-\(kind)") == wanted.count)
            }
            let byHeight = sorted.sorted { ($0.height, $0.id) < ($1.height, $1.id) }.map(\.id)
            #expect(Array(table.indexes.height.ids) == byHeight)
        }

        private func slice(_ rows: [Plant], _ offset: Int, _ limit: Int) -> [Plant] {
            Array(rows.dropFirst(max(0, offset)).prefix(max(0, limit)))
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `agrees with a dictionary, and so does every fork of it`(_ seed: UInt64) {
        var draws = Draws(seed)
        var table = Table<Plant>()
        var model = Model()
        var forks: [(Table<Plant>, Model)] = []
        for round in 0..<12 {
            // Grow, shrink, grow again: pages split and join.
            let growth = [0.8, 0.25, 0.6][round % 3]
            for _ in 0..<350 {
                let id = draws.integer(in: 0...2000)
                if draws.happens(atRate: growth) {
                    let row = Plant(id, kind: "kind-\(draws.below(7))", height: Int(draws.below(50)))
                    switch draws.below(3) {
                    case 0:
                        #expect(table.insert(row) == (model.rows[id] == nil))
                        if model.rows[id] == nil { model.rows[id] = row }
                    case 1:
                        #expect(table.upsert(row) == model.rows.updateValue(row, forKey: id))
                    default:
                        let wasThere = table.update(id) { $0.height = row.height } != nil
                        #expect(wasThere == (model.rows[id] != nil))
                        model.rows[id]?.height = row.height
                    }
                } else {
                    #expect(table.remove(id) == model.rows.removeValue(forKey: id))
                }
                #expect(table[id] == model.rows[id])
                #expect(table.contains(id) == (model.rows[id] != nil))
            }
            model.check(table, &draws)
            forks.append((table, model))
            if draws.happens(atRate: 0.3) { (table, model) = forks[Int(draws.below(UInt64(forks.count)))] }
        }
        for (fork, model) in forks { model.check(fork, &draws) }
    }

    @Test(arguments: [0, 1, 63, 64, 65, 128, 1000])
    func `made of many rows is the table they make one by one`(_ count: Int) {
        var draws = Draws(UInt64(count))
        var rows = (0..<count).map { Plant($0 * 3) }
        let sorted = Table(rows)
        for index in rows.indices { rows.swapAt(index, draws.integer(in: 0...count - 1)) }
        let shuffled = Table(rows)
        var single = Table<Plant>()
        for row in rows { single.insert(row) }
        for table in [sorted, shuffled, single] {
            #expect(Array(table) == (0..<count).map { Plant($0 * 3) })
            #expect(Array(table.indexes.kind.ids) == Array(single.indexes.kind.ids))
        }
    }

    @Test func `made of rows with one id keeps the last`() {
        let table = Table([Plant(2, height: 1), Plant(1), Plant(2, height: 2), Plant(2, height: 3)])
        #expect(Array(table) == [Plant(1), Plant(2, height: 3)])
        #expect(Array(table.indexes.height.ids(for: 3)) == [2])
        #expect(table.indexes.height.count(for: 1) == 1)
    }

    @Test(arguments: [3, 500])
    func `takes many rows at once`(_ count: Int) {
        var table = Table((0..<200).map { Plant($0) })
        let version = table.version
        table.upsert(contentsOf: (100..<100 + count).map { Plant($0, height: 99) })
        #expect(table.count == max(200, 100 + count))
        #expect(Array(table.indexes.height.ids(for: 99)) == Array(100..<100 + count))
        #expect(table.version > version)
    }

    @Test func `is not changed by an update that throws`() {
        struct Refusal: Error {}
        var table = Table((0..<100).map { Plant($0) })
        let version = table.version
        #expect(throws: Refusal.self) {
            try table.update(7) { (row: inout Plant) throws(Refusal) in
                row.height = 1000
                throw Refusal()
            }
        }
        #expect(table[7] == Plant(7))
        #expect(table.indexes.height.isEmpty == false && !table.indexes.height.contains(1000))
        #expect(table.version == version)
    }

    @Test func `counts its changes and nothing else`() {
        var table = Table<Plant>()
        #expect(table.version == 0)
        table.insert(Plant(1))
        #expect(table.version == 1)
        table.insert(Plant(1))
        table.remove(2)
        table.update(2) { $0.height = 1 }
        #expect(table.version == 1)
        table.upsert(Plant(1))
        table.update(1) { $0.height = 1 }
        table.remove(1)
        table.removeAll()
        #expect(table.version == 5)
    }

    @Test func `gives back what an update returns`() {
        var table = Table([Plant(1, height: 4)])
        #expect(table.update(1) { $0.height * 2 } == 8)
        #expect(table.update(2) { $0.height * 2 } == nil)
    }

    @Test func `goes by the order of its ids, also where they are text`() {
        var table = Table<Stone>()
        for id in ["b", "a", "ab", "", "B"] { table.insert(Stone(id: id, weight: id.utf8.count)) }
        #expect(table.map(\.id) == ["", "B", "a", "ab", "b"])
        #expect(table["ab"] == Stone(id: "ab", weight: 2))
    }

    @Test func `leaves a run as it was when it was asked for`() {
        var table = Table((0..<200).map { Plant($0) })
        let run = table.page(offset: 60, limit: 10)
        for id in 0..<200 { table.remove(id) }
        #expect(run.map(\.id) == Array(60..<70))
        #expect(run.page(offset: 3, limit: 2).map(\.id) == [63, 64])
        #expect(run.page(offset: 20, limit: 2).isEmpty)
        #expect(run.first == Plant(60) && run.count == 10)
    }
}
