package import Kernel

/// How long somebody could decide a step that waits, going by the memberships as they stand.
package struct StepCover: Sendable, Equatable {
    package let step: StrandedStep
    package let cover: Cover

    package enum Cover: Sendable, Comparable {
        case nobody
        /// The last day.
        case until(LocalDate)
        case always
    }

    package init(_ step: StrandedStep, _ cover: Cover) {
        self.step = step
        self.cover = cover
    }
}

extension [StepCover] {
    /// What an act brought nearer to nobody's being able to decide it. What was stranded before, the act did not strand.
    func stranded(since before: [StepCover]) -> [StrandedStep] {
        let earlier = Dictionary(before.map { ($0.step, $0.cover) }, uniquingKeysWith: Swift.min)
        return filter { now in earlier[now.step].map { now.cover < $0 } ?? false }.map(\.step)
    }
}
