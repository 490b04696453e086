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

/** Counters by kind and function. */
export interface Counts {
  readonly add: (functionName: string, kind: Kind, amount?: number) => void;
  /** All functions together, or one of them. */
  readonly of: (kind: Kind, functionName?: string) => number;
  /** Functions with something of this kind, in the order of their names. */
  readonly functions: (kind: Kind) => readonly string[];
  /** The counts so far; the counters start again at 0. */
  readonly take: () => Counts;
}

/** Counters at 0. */
export function createCounts(from: ReadonlyMap<string, number> = new Map()): Counts {
  const counters = new Map(from);
  const entries = (kind: Kind): readonly (readonly [string, number])[] =>
    [...counters].flatMap(([key, amount]) => {
      const [ofKind, functionName = ""] = key.split(" ");
      return ofKind === kind ? [[functionName, amount] as const] : [];
    });
  return {
    add: (functionName, kind, amount = 1) => {
      const key = `${kind} ${functionName}`;
      counters.set(key, (counters.get(key) ?? 0) + amount);
    },
    of: (kind, functionName) =>
      entries(kind).reduce((sum, [name, amount]) => (functionName === undefined || name === functionName ? sum + amount : sum), 0),
    functions: (kind) =>
      entries(kind)
        .map(([name]) => name)
        .toSorted(),
    take: () => {
      const taken = createCounts(counters);
      counters.clear();
      return taken;
    },
  };
}
