import Engine
import HTTP

/// Which companies and locations a call may see: what the partner was granted.
extension VendorCall<AutoLeap> {
    /// The company that the query names, granted to the caller.
    func company(in world: AutoLeap.World) throws(AutoLeap.Failure) -> AutoLeap.Company.ID {
        try granted(query("companyId") ?? "", in: world)
    }

    /// The company, if it is granted to the caller. One that does not exist is not, either.
    func granted(
        _ company: AutoLeap.Company.ID,
        in world: AutoLeap.World,
    ) throws(AutoLeap.Failure) -> AutoLeap.Company.ID {
        guard mayAccess(company), world.state.companies.contains(company) else {
            throw .forbidden("You do not have access to this company")
        }
        return company
    }

    /// Whether the company is open to the caller.
    func mayAccess(_ company: AutoLeap.Company.ID) -> Bool {
        guard let caller else { return false }
        return caller.hasFullRights || caller.partner?.companies.contains(company) ?? false
    }

    /// All companies that are open to the caller.
    func companies(in world: AutoLeap.World) -> [AutoLeap.Company.ID] {
        world.state.companies.map(\.id).filter(mayAccess)
    }

    /// The location that the query names, one of the company's; `nil` for all of them.
    func location(
        of company: AutoLeap.Company.ID,
        in world: AutoLeap.World,
    ) throws(AutoLeap.Failure) -> AutoLeap.Location.ID? {
        guard let location = query("locationId"), !location.isEmpty else { return nil }
        try require(location: location, of: company, in: world)
        return location
    }

    func require(
        location: AutoLeap.Location.ID,
        of company: AutoLeap.Company.ID,
        in world: AutoLeap.World,
    ) throws(AutoLeap.Failure) {
        guard world.state.locations[location]?.companyID == company else {
            throw .forbidden("You do not have access to this location")
        }
    }

    /// A row that the path names by its id: of a company that is open to the caller, and of the one that the query
    /// names, if it names one. Otherwise it might as well not exist [inferred].
    func row<Entry: AutoLeap.CompanyRow>(
        _ name: StaticString,
        of table: Table<Entry>,
        _ title: String,
        in world: AutoLeap.World,
    ) throws(AutoLeap.Failure) -> Entry where Entry.ID == String {
        let wanted = query("companyId") ?? ""
        if !wanted.isEmpty { _ = try granted(wanted, in: world) }
        guard let row = path(name).flatMap({ table[$0] }), mayAccess(row.companyID),
            wanted.isEmpty || wanted == row.companyID
        else { throw .notFound("\(title) not found") }
        return row
    }
}
