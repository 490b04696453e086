/** What the solution's state machine says of an execution, in the words of its API. Pure. */
import { lazyLooseObject } from "@dr/events";
import { parseJson } from "@dr/runtime";
import * as z from "zod";
import type { SolutionExecution } from "./contract.ts";
import { withoutSecrets } from "./contract.ts";

/** An execution as Step Functions describes it. Times are ISO 8601. */
export interface MachineExecution {
  readonly status: string;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
  /** JSON; absent unless it succeeded. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

const outputSchema = lazyLooseObject(() => ({
  status: z.string().optional().catch(undefined),
  status_reason: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  job_id: z.string().optional().catch(undefined),
}));

/** ARN of the execution: the solution calls it as it calls its own, and the machine's name stands in front. */
export function machineExecutionArn(machineArn: string, executionId: string): string {
  return `${machineArn.replace(":stateMachine:", ":execution:")}:${executionId}`;
}

/**
 * A run that was cancelled ends SUCCEEDED, and the word stands in its final state; a paused one is RUNNING; one that failed has no output, so what was launched is read elsewhere.
 */
export function toSolutionExecution(executionId: string, seen: MachineExecution): SolutionExecution {
  const output = readOutput(seen.output);
  const said = seen.status === "SUCCEEDED" ? (output?.status ?? "completed") : seen.status;
  const errorMessage = seen.cause ?? seen.error ?? output?.error ?? output?.status_reason;
  return {
    executionId,
    status: said.toUpperCase(),
    initiatedBy: "",
    startedAt: seen.startedAt,
    endedAt: seen.endedAt,
    pausedBeforeWave: undefined,
    jobIds: output?.job_id === undefined ? [] : [output.job_id],
    waveSeconds: {},
    servers: [],
    errorMessage,
    raw: withoutSecrets(output ?? { status: seen.status, error: seen.error, cause: seen.cause }) as Record<string, unknown>,
  };
}

function readOutput(text: string | undefined): z.output<typeof outputSchema> | undefined {
  return text === undefined ? undefined : outputSchema.safeParse(parseJson(text)).data;
}
