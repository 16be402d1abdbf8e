import JSON

extension ScenarioReader {
    /// `given.webhooks`: who is told what, where.
    mutating func webhooks(
        _ node: JSON.Node
    ) -> [(subscription: Webhook.Subscription, place: JSON.Position)] {
        guard isList(node, "'webhooks'") else { return [] }
        return node.elements.compactMap { element in
            subscription(element).map { ($0, (element["url"] ?? element).position) }
        }
    }

    private mutating func subscription(_ node: JSON.Node) -> Webhook.Subscription? {
        let keys = ["vendor", "url", "secret", "events", "shop_id", "faults"]
        guard isObject(node, "a webhook", keys: keys) else { return nil }
        guard let vendorNode = node["vendor"], let url = node["url"] else {
            report(node, "a webhook needs both 'vendor' and 'url'")
            return nil
        }
        let target = target(url)
        guard let key = text(vendorNode, "'vendor'") else { return nil }
        guard let vendor = names.vendor(key) else {
            report(vendorNode, "unknown vendor '\(key)'", hint: nearest(to: key, among: names.keys))
            return nil
        }
        guard let contract = names.vendors[vendor].webhooks else {
            report(vendorNode, "\(key) has no webhooks")
            return nil
        }
        // Everything is read, whatever is wrong with the rest.
        var secret = contract.secret
        if let node = node["secret"], let text = text(node, "'secret'") {
            if text.isEmpty { report(node, "'secret' must not be empty") }
            secret = text
        }
        var events = ["*"]
        if let node = node["events"], isList(node, "'events'") {
            events = node.elements.compactMap { event($0, of: vendor, contract) }
            if node.count == 0 { report(node, "'events' must not be empty; [\"*\"] is all of them") }
        }
        var scope: String?
        if let shop = node["shop_id"] {
            if contract.scope != "shop_id" { report(shop, "\(key) does not announce by 'shop_id'") }
            scope = scalar(shop, "'shop_id'")
        }
        var faults: [Webhook.Fault] = []
        if let node = node["faults"], isList(node, "'faults'") {
            faults = node.elements.compactMap { webhookFault($0, of: vendor, contract) }
        }
        return target.map {
            Webhook.Subscription(
                vendor: vendor,
                target: $0,
                secret: secret,
                events: events,
                scope: scope,
                faults: faults
            )
        }
    }

    private mutating func target(_ node: JSON.Node) -> Webhook.Target? {
        guard let text = text(node, "'url'") else { return nil }
        do throws(Webhook.Target.Problem) {
            return try Webhook.Target(text)
        } catch {
            report(node, error.message)
            return nil
        }
    }

    /// The name of an event, or `*`.
    private mutating func event(
        _ node: JSON.Node,
        of vendor: Int,
        _ contract: Webhook.Contract,
    ) -> String? {
        guard let name = text(node, "an event") else { return nil }
        let events = contract.events.map(\.name)
        guard name == "*" || events.contains(name) else {
            report(
                node,
                "\(names.vendors[vendor].key) has no event '\(name)'",
                hint: nearest(to: name, among: events)
            )
            return nil
        }
        return name
    }

    private mutating func webhookFault(
        _ node: JSON.Node,
        of vendor: Int,
        _ contract: Webhook.Contract,
    ) -> Webhook.Fault? {
        guard isObject(node, "a webhook's fault", keys: ["event", "calls", "fault", "by"]) else { return nil }
        guard let faultNode = node["fault"] else {
            report(node, "a webhook's fault needs a 'fault'")
            return nil
        }
        let kinds = Webhook.Fault.Kind.allCases.map(\.rawValue)
        let kind = choice(faultNode, "'fault'", of: kinds).flatMap(Webhook.Fault.Kind.init(rawValue:))
        var fault = Webhook.Fault(kind ?? .drop)
        if let event = node["event"] { fault.event = self.event(event, of: vendor, contract) ?? "*" }
        if let calls = node["calls"] {
            if calls.string == "rest" {
                fault.calls = nil
            } else if let count = calls.int, count >= 1 {
                fault.calls = count
            } else {
                report(calls, "'calls' must be a whole number from 1 up, or \"rest\"")
            }
        }
        if let by = node["by"] {
            if let kind, kind != .late { report(by, "'by' belongs to \"fault\": \"late\"") }
            fault.delay = duration(by, "'by'", atLeast: .milliseconds(1)) ?? fault.delay
        } else if kind == .late {
            report(node, "a late webhook needs a 'by': how much later")
        }
        return kind == nil ? nil : fault
    }

    /// The action `{"webhook": "inventory.low_stock", "of": "autosync.inventory/9"}`.
    mutating func webhook(_ node: JSON.Node, of record: JSON.Node?) -> Action? {
        guard let record else {
            report(node, "'webhook' needs an 'of' beside it: the record it is about")
            return nil
        }
        guard let reference = reference(record), let vendor = names.vendor(reference.vendor) else {
            return nil
        }
        guard let contract = names.vendors[vendor].webhooks else {
            report(node, "\(reference.vendor) has no webhooks")
            return nil
        }
        guard let event = event(node, of: vendor, contract) else { return nil }
        guard event != "*" else {
            report(node, "'webhook' names one event")
            return nil
        }
        return .webhook(event, of: reference)
    }
}
