// StartExecution, DescribeExecution and StopExecution.
import type { DescribeExecutionOutput, StartExecutionOutput, StopExecutionOutput } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import { executionArnOf, machineExecutionKind, machineKind, startOn } from "./records.ts";

const noExecution = (arn: string): Error => awsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);

/** A name is taken once: with the same input while it runs it is the same execution, else `ExecutionAlreadyExists`. */
export const startExecution = writeOperation({
  input: z.object({ stateMachineArn: z.string().min(1), name: z.string().min(1).max(80).optional(), input: z.string().default("{}") }),
  resources: ({ stateMachineArn }) => [stateMachineArn],
  redact: ({ ...input }) => ({ ...input, ...("input" in input && { input: "(input)" }) }),
  run: ({ stateMachineArn, name, input }, { world, region, nowMs, chance }): StartExecutionOutput => {
    const machine = world.get(machineKind, region, stateMachineArn);
    if (machine === undefined) throw awsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
    const called = name ?? chance.hex(32, "execution");
    const known = world.get(machineExecutionKind, region, executionArnOf(stateMachineArn, called));
    if (known !== undefined && (known.input !== input || known.endMs <= nowMs))
      throw awsError("ExecutionAlreadyExists", `Execution Already Exists: '${known.arn}'`);
    const { arn, startMs } = known ?? startOn(world, { machine, region, name: called, input, nowMs });
    return { executionArn: arn, startDate: new Date(startMs) };
  },
});

/** RUNNING until its end; a failed one tells error and cause, and has no output. */
export const describeExecution = readOperation({
  input: z.object({ executionArn: z.string().min(1) }),
  resources: ({ executionArn }) => [executionArn],
  run: ({ executionArn }, { world, region, nowMs }): DescribeExecutionOutput => {
    const found = world.get(machineExecutionKind, region, executionArn);
    if (found === undefined) throw noExecution(executionArn);
    const { arn, machineArn, name, input, startMs, endMs, end, stopped } = found;
    const known = { executionArn: arn, stateMachineArn: machineArn, name, input, startDate: new Date(startMs) };
    if (nowMs < endMs) return { ...known, status: "RUNNING" };
    const ended = { ...known, stopDate: new Date(endMs) };
    if (stopped === true) return { ...ended, status: "ABORTED" };
    if (end.status !== "SUCCEEDED") return { ...ended, status: end.status, error: end.error, cause: end.cause };
    const output = JSON.stringify({ ...(JSON.parse(input) as object), ...end.output });
    return { ...ended, status: "SUCCEEDED", output };
  },
});

/** Ends what runs as ABORTED. */
export const stopExecution = writeOperation({
  input: z.object({ executionArn: z.string().min(1) }),
  resources: ({ executionArn }) => [executionArn],
  run: ({ executionArn }, { world, region, nowMs }): StopExecutionOutput => {
    const found = world.get(machineExecutionKind, region, executionArn);
    if (found === undefined) throw noExecution(executionArn);
    if (nowMs < found.endMs) world.put(machineExecutionKind, region, executionArn, { ...found, endMs: nowMs, stopped: true });
    return { stopDate: new Date(Math.min(nowMs, found.endMs)) };
  },
});
