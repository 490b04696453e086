// A rule that makes the simulated estate misbehave on purpose.
import * as z from "zod";
import { defineKind } from "../world/kind.ts";

/** What can go wrong. README.md says what each kind does. */
export const FAULT_KINDS = [
  "throttle",
  "error-before",
  "error-500-after-accept",
  "reset-after-accept",
  "delay",
  "stale-read",
  "thin-pages",
  "unknown-enum",
  "never-completes",
  "launch-failed",
  "checks-failed",
  "region-down",
] as const;

/** One of `FAULT_KINDS`. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A rule as the caller writes it. An absent filter matches everything; without `times` the rule stays until deleted. */
export const faultRuleInput = z
  .strictObject({
    kind: z.enum(FAULT_KINDS),
    service: z.string().min(1).optional(),
    action: z.string().min(1).optional(),
    /** An identifier, or the name a plan uses, of a resource that the call names. */
    resource: z.string().min(1).optional(),
    region: z.string().min(1).optional(),
    times: z.int().min(1).optional(),
    probability: z.number().gt(0).max(1).optional(),
    /** The AWS error code of `throttle` and `error-before`, or the unknown status of `unknown-enum`. */
    code: z.string().min(1).optional(),
    /** What `throttle` and `error-before` say; default: that the fault is injected. */
    message: z.string().min(1).optional(),
    /** For `delay`: wall milliseconds to wait. For `stale-read`: estate milliseconds that the answer lies behind. */
    delayMs: z.int().min(0).optional(),
  })
  .check((context) => {
    const { kind, region, delayMs } = context.value;
    const expect = (member: string, missing: boolean): void => {
      if (missing) context.issues.push({ code: "custom", path: [member], message: `required for kind ${kind}`, input: context.value });
    };
    expect("region", kind === "region-down" && region === undefined);
    expect("delayMs", kind === "delay" && delayMs === undefined);
  });

/** A rule as the caller writes it. */
export type FaultRuleInput = z.infer<typeof faultRuleInput>;

/** A rule in force. `remaining` counts down from `times`; at 0 the rule is spent. */
export type FaultRule = FaultRuleInput & {
  readonly id: string;
  /** Estate time, epoch milliseconds. */
  readonly installedAtMs: number;
  readonly remaining?: number;
};

/** Rules survive a restart like the rest of the world. */
export const faultRuleKind = defineKind<FaultRule>("estate.fault");
