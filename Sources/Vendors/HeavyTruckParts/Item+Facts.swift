import Engine
import JSON

extension HeavyTruckParts.Item {
    /// What the vendor wrote down about an item: the fields of item details [seed] that sales do not change.
    struct Facts: Sendable {
        var partType: Int
        var vendorPartName: String
        var year: String
        var vehicleMake: String
        var vehicleModel: String
        var partManufacturer: String
        var partModel: String
        var oemNumber: String
        var serialNumber: String
        var sku: String
        /// 0 where it is not known.
        var vehicle: Int
        var vin: String
        var price: String
        var corePrice: String
        var description: String
        var htmlDescription: String
        var condition: String
        var category: String
        var side: String
        var qa: [Answer]
        var images: [String]
        /// `YYYY-MM-DD`, or empty. Searches can sort by it; no reply shows it [seed].
        var dateAdded: String

        /// One question and answer: a label and a value that the vendor chose freely.
        struct Answer: Sendable {
            var label: String
            var value: String
        }

        /// The make that searches go by: the part's, else the vehicle's. For engines that is the maker of the engine,
        /// not of the truck it is from [seed].
        var make: String { isNamedByPart ? partManufacturer : vehicleMake }
        var model: String { isNamedByPart ? partModel : vehicleModel }
        private var isNamedByPart: Bool { !partManufacturer.isEmpty || !partModel.isEmpty }

        var makeAndModel: String {
            if make.isEmpty { return model }
            return model.isEmpty ? make : "\(make) \(model)"
        }
    }
}

extension HeavyTruckParts.Item.Facts {
    init(_ record: JSON.Node) throws(RecordProblem) {
        func text(_ name: StaticString) -> String { record[name]?.string ?? "" }
        func amount(_ name: StaticString) throws(RecordProblem) -> String {
            let text = record[name]?.string ?? record[name]?.number?.text ?? ""
            guard text.isEmpty || HeavyTruckParts.Cents(text) != nil else {
                throw RecordProblem("must be an amount", at: ["\(name)"])
            }
            return text
        }
        guard let partType = record["part_type_id"]?.int else {
            throw RecordProblem("must be a whole number", at: ["part_type_id"])
        }
        self.partType = partType
        vendorPartName = text("vendor_part_name")
        year = text("year")
        vehicleMake = text("vehicle_make")
        vehicleModel = text("vehicle_model")
        partManufacturer = text("part_manufacturer")
        partModel = text("part_model")
        oemNumber = text("oem_number")
        serialNumber = text("serial_number")
        sku = text("vendor_sku")
        vehicle = record["vendor_vehicle_id"]?.int ?? 0
        vin = text("vin")
        price = try amount("price")
        corePrice = try amount("core_price")
        description = text("description")
        htmlDescription = record["html_description"]?.string ?? description
        condition = text("condition")
        category = text("category")
        side = text("side")
        var qa: [Answer] = []
        if let answers = record["qa"] {
            for answer in answers.members {
                qa.append(Answer(label: answer.key, value: answer.value.string ?? ""))
            }
        }
        self.qa = qa
        var images: [String] = []
        if let addresses = record["images"] {
            for address in addresses.elements { if let address = address.string { images.append(address) } }
        }
        self.images = images
        dateAdded = text("date_added")
    }

    /// Writes the members of a record.
    func write(to json: inout JSON.Writer) {
        json.member("part_type_id", partType)
        json.member("vendor_part_name", vendorPartName)
        json.member("year", year)
        json.member("vehicle_make", vehicleMake)
        json.member("vehicle_model", vehicleModel)
        json.member("part_manufacturer", partManufacturer)
        json.member("part_model", partModel)
        json.member("oem_number", oemNumber)
        json.member("serial_number", serialNumber)
        json.member("vendor_sku", sku)
        json.member("vendor_vehicle_id", vehicle == 0 ? nil : vehicle)
        json.member("vin", vin)
        json.member("price", price)
        json.member("core_price", corePrice)
        json.member("description", description)
        json.member("html_description", htmlDescription)
        json.member("condition", condition)
        json.member("category", category)
        json.member("side", side)
        json.key("qa")
        writeAnswers(to: &json)
        json.member("images", images)
        json.member("date_added", dateAdded.isEmpty ? nil : dateAdded)
    }

    func writeAnswers(to json: inout JSON.Writer) {
        json.object { json in for answer in qa { json.member(answer.label, answer.value) } }
    }
}
