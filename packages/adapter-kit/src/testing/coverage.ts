/** Which test has shown what of which operation: one line for each ending, where `DR_COVERAGE` names a folder for them. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { env, pid } from "node:process";
import type { Envelope, TaskRequest } from "@dr/events";
import { expect } from "vitest";
import type { Scenario } from "./scenario.ts";

/** One ending of one operation, as a test saw it. */
export interface CoverageLine {
  readonly technology: string;
  readonly operation: string;
  readonly phase: TaskRequest["phase"];
  readonly executionType: "drill" | "recovery";
  readonly mode: "planned" | "unplanned";
  /** `completed`, `noop`, `skipped_in_drill`, or the code of a failure. */
  readonly outcome: string;
  /** Path of the test's file. */
  readonly file: string;
}

/** Notes what was asked for and how it ended; does nothing where nobody wants to know. */
export function createCoverage(
  technology: string,
  { operation, executionType = "recovery", mode = "planned" }: Pick<Scenario<unknown>, "operation" | "executionType" | "mode">,
) {
  const folder = env["DR_COVERAGE"];
  const phases = new Map<string, TaskRequest["phase"]>();
  return {
    asked: ({ operationId, phase }: TaskRequest): void => {
      if (folder !== undefined) phases.set(operationId, phase);
    },
    note: (facts: readonly Envelope[]): void => {
      if (folder === undefined) return;
      for (const { type, data } of facts) {
        const phase = phases.get(String(data["operationId"]));
        if (phase === undefined || !/Completed|Failed/.test(type)) continue;
        const file = expect.getState().testPath ?? "";
        const line: CoverageLine = { technology, operation, phase, executionType, mode, outcome: outcomeOf(data), file };
        appendFileSync(join(folder, `${pid}.jsonl`), `${JSON.stringify(line)}\n`);
      }
    },
  };
}

function outcomeOf(data: Envelope["data"]): string {
  const { failure, result } = data as { failure?: { code: string }; result?: { resources?: readonly { outcome: string }[] } };
  if (failure) return failure.code;
  // A stage that had nothing to do does not make the others so.
  const outcomes = (result?.resources ?? []).map(({ outcome }) => outcome);
  return outcomes.includes("completed") ? "completed" : (outcomes[0] ?? "completed");
}
