import Mockbay
import Testing

@Suite struct `A JSON value` {
    let value: Mockbay.Value = ["a": [1, 2.5, "x\n", true, .null], "b": ["c": [:]]]

    @Test func `is written as JSON and read from it`() throws {
        let text = #"{"a":[1,2.5,"x\n",true,null],"b":{"c":{}}}"#
        #expect(value.description == text)
        #expect(try Mockbay.Value(parsing: text) == value)
        #expect(throws: Mockbay.Problem.self) { try Mockbay.Value(parsing: "{") }
    }

    @Test func `is null where there is nothing`() {
        #expect(value["a"][0].int == 1)
        #expect(value["a"][1].double == 2.5)
        #expect(value["a"][2].string == "x\n")
        #expect(value["a"][3].bool == true)
        #expect(value["a"].array?.count == 5)
        #expect(value.keys == ["a", "b"])
        #expect(value["z"]["y"][7].isNull)
        #expect(value["a"][4].isNull)
    }

    @Test func `is equal to the same however it is written`() throws {
        #expect(try Mockbay.Value(parsing: #"{"b": 1.50, "a": 10}"#) == ["a": 1e1, "b": 1.5])
        #expect(value != ["a": 1])
        #expect(Mockbay.Value(1) != "1")
    }
}
