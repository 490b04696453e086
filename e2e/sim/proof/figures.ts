/** The figures of two Regions, of one run or of many. */

/** What was measured; times in virtual milliseconds, one for each take-over and each healing. */
export interface ProofFigures {
  readonly partitions: number;
  /** From the loss of the leader until every open execution is led by the other Region. */
  readonly takeOverMs: readonly number[];
  /** The same until all that they had asked for is with an adapter again; messages are lost and delayed meanwhile. */
  readonly askedAgainMs: readonly number[];
  /** From the moment when the last partition healed and faults stopped until every open execution is led, and all that it had asked for with an adapter again. */
  readonly recoveryMs: readonly number[];
  /** Commands that the API said yes to, and those of them that are not in the log. */
  readonly acknowledged: number;
  readonly lost: number;
}

/** Nothing measured. */
export const NO_PROOF: { -readonly [Name in keyof ProofFigures]: ProofFigures[Name] } = {
  partitions: 0,
  takeOverMs: [],
  askedAgainMs: [],
  recoveryMs: [],
  acknowledged: 0,
  lost: 0,
};

/** The sum. */
export function addProofs(parts: readonly ProofFigures[]): ProofFigures {
  const sum = (pick: (figures: ProofFigures) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  return {
    partitions: sum(({ partitions }) => partitions),
    askedAgainMs: parts.flatMap(({ askedAgainMs }) => askedAgainMs),
    takeOverMs: parts.flatMap(({ takeOverMs }) => takeOverMs),
    recoveryMs: parts.flatMap(({ recoveryMs }) => recoveryMs),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
  };
}

/** The value that `share` of all stay within; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
