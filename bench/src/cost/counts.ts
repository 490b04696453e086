/** What is counted, and by which function it was asked for. */

/** Kinds of requests and of what is billed for them. Units are DynamoDB's request units; `sqsRequests` are sends, receives and deletes. */
export type Kind =
  | "dynamoWrites"
  | "dynamoWriteUnits"
  | "dynamoReads"
  | "dynamoReadUnits"
  | "putEvents"
  | "busEvents"
  | "sqsMessages"
  | "sqsRequests"
  | "invocations"
  | "lambdaMbInvocations"
  | "apiRequests"
  | "estateCalls";

/** One line of a table of calls: what was asked for, of what, by which function. */
export interface Line {
  readonly functionName: string;
  /** The operation and what it was asked of, such as `PutItem dr-event-log`; empty for what is not a call. */
  readonly call: string;
  readonly amount: number;
}

/** Counters by kind, function and call. */
export interface Counts {
  /** `call` names the operation and its table, queue or bus. */
  readonly add: (functionName: string, kind: Kind, amount?: number, call?: string) => void;
  /** As `add`, and once more as something that is not the recovery's own. */
  readonly addApart: Counts["add"];
  /** All functions together, or one of them. */
  readonly of: (kind: Kind, functionName?: string) => number;
  /** Functions with something of this kind, in the order of their names. */
  readonly functions: (kind: Kind) => readonly string[];
  /** What was counted of this kind, by function and call. */
  readonly lines: (kind: Kind) => readonly Line[];
  /** Of this kind what was counted by `addApart` and inside of `apart`. */
  readonly ofApart: (kind: Kind) => number;
  /** All that is counted until `act` has settled is counted by `addApart`. */
  readonly apart: <T>(act: () => Promise<T>) => Promise<T>;
  /** The counts so far; the counters start again at 0. */
  readonly take: () => Counts;
}

/** Counters at 0. */
export function createCounts(from: ReadonlyMap<string, number> = new Map(), fromApart: ReadonlyMap<Kind, number> = new Map()): Counts {
  const counters = new Map(from);
  const kindsApart = new Map(fromApart);
  let depth = 0;
  const lines = (kind: Kind): readonly Line[] =>
    [...counters].flatMap(([key, amount]) => {
      const [ofKind, functionName = "", call = ""] = key.split("|");
      return ofKind === kind ? [{ functionName, call, amount }] : [];
    });
  const count = <Key>(counted: Map<Key, number>, key: Key, amount: number) => counted.set(key, (counted.get(key) ?? 0) + amount);
  const addApart: Counts["add"] = (functionName, kind, amount = 1, call = "") => {
    count(counters, `${kind}|${functionName}|${call}`, amount);
    count(kindsApart, kind, amount);
  };
  return {
    add: (functionName, kind, amount = 1, call = "") => {
      if (depth > 0) addApart(functionName, kind, amount, call);
      else count(counters, `${kind}|${functionName}|${call}`, amount);
    },
    addApart,
    of: (kind, of) =>
      lines(kind).reduce((sum, { functionName, amount }) => (of === undefined || functionName === of ? sum + amount : sum), 0),
    functions: (kind) => [...new Set(lines(kind).map(({ functionName }) => functionName))].toSorted(),
    lines,
    ofApart: (kind) => kindsApart.get(kind) ?? 0,
    apart: async (act) => {
      depth += 1;
      try {
        return await act();
      } finally {
        depth -= 1;
      }
    },
    take: () => {
      const taken = createCounts(counters, kindsApart);
      counters.clear();
      kindsApart.clear();
      return taken;
    },
  };
}
