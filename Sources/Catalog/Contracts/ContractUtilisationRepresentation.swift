import Accounts
import Kernel

struct ContractUtilisationRepresentation: Encodable {
    let contract: ContractID
    let number: String
    let name: String
    let currency: Currency
    let version: Int
    let on: LocalDate
    let commitments: [CommitmentPart]
    let rebates: [RebatePart]

    struct CommitmentPart: Encodable {
        let period: ContractContent.Period
        let from: LocalDate
        let to: LocalDate?
        let selector: String
        let value: String?
        let committedRevenue: Money?
        let committedVolume: Quantity?
        /// Of the committed volume; absent where it is whatever the product is sold by.
        let unitOfMeasure: String?
        let orderedRevenue: Money
        /// In that unit, where a volume was committed.
        let orderedVolume: Quantity?
        let orderedVolumes: [VolumePart]
        /// With two decimals, rounded down.
        let percent: String
        let fulfilled: Bool

        struct VolumePart: Encodable {
            let unitOfMeasure: String
            let quantity: Quantity
        }

        init(_ commitment: ContractUtilisation.Commitment) {
            period = commitment.agreed.period
            from = commitment.days.first
            to = commitment.days.last
            selector = commitment.agreed.selector
            value = commitment.agreed.value
            committedRevenue = commitment.agreed.revenue
            committedVolume = commitment.agreed.volume
            orderedRevenue = commitment.ordered.revenue
            unitOfMeasure = commitment.agreed.unitOfMeasure
            orderedVolume = commitment.volume
            orderedVolumes = commitment.ordered.volumes.map { VolumePart(unitOfMeasure: $0.unitOfMeasure, quantity: $0.quantity) }
            let hundredths = commitment.hundredths
            percent = "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
            fulfilled = commitment.isFulfilled
        }
    }

    struct RebatePart: Encodable {
        let period: ContractContent.Period
        let from: LocalDate
        let to: LocalDate?
        let revenue: Money
        /// Absent below the first step.
        let percent: String?
        let earned: Money
        let next: NextPart?

        struct NextPart: Encodable {
            let from: Money
            let percent: String
            let missing: Money
        }

        init(_ rebate: ContractUtilisation.Rebate) throws {
            period = rebate.agreed.period
            from = rebate.days.first
            to = rebate.days.last
            revenue = rebate.revenue
            percent = rebate.reached?.percent
            earned = try rebate.earned
            next = rebate.next.flatMap { step in
                rebate.missing.map { NextPart(from: step.from, percent: step.percent, missing: $0) }
            }
        }
    }

    init(_ utilisation: ContractUtilisation) throws {
        contract = utilisation.record.id
        number = utilisation.record.number
        name = utilisation.record.name
        currency = utilisation.record.currency
        version = utilisation.version
        on = utilisation.on
        commitments = utilisation.commitments.map(CommitmentPart.init)
        rebates = try utilisation.rebates.map(RebatePart.init)
    }
}
