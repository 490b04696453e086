/** Figures of several subjects in several cases, run by run, and what is made of them. */
import { median, toRow, type BenchRow } from "../report.ts";

/** Figures that are filled run by run; within a case the n-th figures of all subjects belong together. */
export interface Figures {
  readonly note: (caseName: string, subject: string, value: number) => void;
  readonly rows: (place: string, unit: string) => BenchRow[];
  /**
   * How many times as much `one` did as `other`: the middle of the ratios of all runs in all cases whose name begins with `prefix`. Only figures that were taken
   * next to each other are compared: what slowed the machine down slowed both. NaN without figures.
   */
  readonly ratio: (prefix: string, one: string, other: string) => number;
  /** The same for the case that is worst for `one`: the middle of its runs. */
  readonly lowestRatio: (prefix: string, one: string, other: string) => number;
  /** The same between two cases of one subject. */
  readonly ratioOfCases: (subject: string, one: string, other: string) => number;
}

/** No figures yet. */
export function createFigures(): Figures {
  const cases = new Map<string, Map<string, number[]>>();
  const of = (caseName: string, subject: string): readonly number[] => cases.get(caseName)?.get(subject) ?? [];
  const paired = (ones: readonly number[], others: readonly number[]): readonly number[] =>
    ones.slice(0, others.length).map((value, run) => value / (others[run] ?? Number.NaN));
  const ratiosByCase = (prefix: string, one: string, other: string): readonly (readonly number[])[] =>
    [...cases.keys()].filter((name) => name.startsWith(prefix)).map((name) => paired(of(name, one), of(name, other)));
  const middle = (ratios: readonly number[]): number => Number(median(ratios).toPrecision(3));
  return {
    note: (caseName, subject, value) => {
      const bySubject = cases.get(caseName) ?? new Map<string, number[]>();
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), value]);
      cases.set(caseName, bySubject);
    },
    rows: (place, unit) =>
      [...cases].flatMap(([caseName, bySubject]) =>
        [...bySubject].map(([subject, values]) => toRow(`${subject} (${place})`, caseName, unit, values)),
      ),
    ratio: (prefix, one, other) => middle(ratiosByCase(prefix, one, other).flat()),
    lowestRatio: (prefix, one, other) => Math.min(...ratiosByCase(prefix, one, other).map((ratios) => middle(ratios))),
    ratioOfCases: (subject, one, other) => middle(paired(of(one, subject), of(other, subject))),
  };
}
