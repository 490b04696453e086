// One API operation of a simulated service: its input, what it names in the journal, and what it does.
import type * as z from "zod";
import { type AwsError, awsError } from "./aws-error.ts";
import type { CallerIdentity } from "./estate-options.ts";
import type { AwsEventBody } from "./events/aws-event.ts";
import type { Quotas } from "./quotas.ts";
import type { Chance } from "./seeded-choice.ts";
import type { WorldChange, WorldView } from "./world/world.ts";

/** What every operation knows about its call. */
export type CallContext = {
  readonly region: string;
  readonly accountId: string;
  /** Estate time; for a stale read it lies in the past. */
  readonly nowMs: number;
  readonly caller: CallerIdentity;
  /** The service's quotas, with those that the estate's options changed. */
  readonly limits: <Own extends Quotas>(quotas: Own) => Own;
  /** Estate time since which a Region is down, if it is. */
  readonly downSinceMs: (region: string) => number | undefined;
};

/** What an operation that only reads gets. */
export type ReadCall = CallContext & { readonly world: WorldView };

/** What an operation that changes the world gets; all its changes are one transaction. */
export type WriteCall = CallContext & {
  readonly world: WorldChange;
  readonly chance: Chance;
  /** Whether an injected fault of this kind applies to the call (and, if given, to this one resource of it). */
  readonly faulty: (kind: "never-completes" | "launch-failed" | "checks-failed", resources?: readonly string[]) => boolean;
  /** Announces an AWS event at an estate time. */
  readonly announce: (dueMs: number, event: AwsEventBody) => void;
};

type Names<Input> = (input: Input, world: WorldView, region: string) => readonly string[];

type Prepared<Call> = {
  readonly resources: (world: WorldView, region: string) => readonly string[];
  readonly run: (call: Call) => object;
};

/** An operation that only reads, ready for dispatch. */
export type ReadOperation = {
  readonly mutating: false;
  readonly prepare: (input: unknown, invalidCode: string) => Prepared<ReadCall>;
  readonly withStatus?: (output: object, status: string) => object;
};

/** An operation that changes the world, ready for dispatch. */
export type WriteOperation = {
  readonly mutating: true;
  readonly prepare: (input: unknown, invalidCode: string) => Prepared<WriteCall>;
  readonly redact?: (input: object) => object;
};

/** Any operation of a service. */
export type Operation = ReadOperation | WriteOperation;

/**
 * Defines an operation that only reads: a function from the SDK's typed input to its typed output. `withStatus`
 * rewrites every status in an answer (fault `unknown-enum`).
 */
export const readOperation = <Input, Output extends object>(definition: {
  readonly input: z.ZodType<Input>;
  readonly resources?: Names<Input>;
  readonly run: (input: Input, call: ReadCall) => Output;
  readonly withStatus?: (output: Output, status: string) => object;
}): ReadOperation => {
  const { withStatus } = definition;
  return {
    mutating: false,
    prepare: prepareWith(definition),
    ...(withStatus && { withStatus: (output, status) => withStatus(output as Output, status) }),
  };
};

/** Defines an operation that changes the world. `redact` removes secrets before the request goes to the journal. */
export const writeOperation = <Input>(definition: {
  readonly input: z.ZodType<Input>;
  readonly resources: Names<Input>;
  readonly run: (input: Input, call: WriteCall) => object;
  readonly redact?: (input: object) => object;
}): WriteOperation => ({
  mutating: true,
  prepare: prepareWith(definition),
  ...(definition.redact && { redact: definition.redact }),
});

const prepareWith =
  <Input, Call>(definition: {
    readonly input: z.ZodType<Input>;
    readonly resources?: Names<Input>;
    readonly run: (input: Input, call: Call) => object;
  }) =>
  (raw: unknown, invalidCode: string): Prepared<Call> => {
    const parsed = definition.input.safeParse(raw);
    if (!parsed.success) throw invalidInput(parsed.error, invalidCode);
    const input = parsed.data;
    return {
      resources: (world, region) => definition.resources?.(input, world, region) ?? [],
      run: (call) => definition.run(input, call),
    };
  };

const invalidInput = (error: z.ZodError, code: string): AwsError =>
  awsError(code, error.issues.map(({ path, message }) => `${path.join(".") || "request"}: ${message}`).join("; "));
