// The records of the simulated Step Functions: machines by how their executions go, and executions with their ends.
import { defineKind } from "../../world/kind.ts";
import type { WorldChange } from "../../world/world.ts";

/** How an execution ends. */
export type MachineEnd = {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT";
  /** Members of the final state, beside those of the input; a failed one has no output. */
  readonly output?: Readonly<Record<string, unknown>> | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
};

/** A state machine whose executions all take as long, and end alike. */
export type MachineRecord = { readonly arn: string; readonly seconds: number; readonly end: MachineEnd };

/** An execution. */
export type MachineExecution = {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly end: MachineEnd;
  readonly stopped?: boolean | undefined;
};

/** Machines by ARN. */
export const machineKind = defineKind<MachineRecord>("states.machine");
/** Executions by ARN. */
export const machineExecutionKind = defineKind<MachineExecution>("states.execution");

/** ARN of an execution of a machine. */
export const executionArnOf = (machineArn: string, name: string): string =>
  `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;

/** Starts an execution; the same name with the same input is the execution that runs already. */
export const startOn = (
  world: WorldChange,
  { machine, region, name, input, nowMs }: { machine: MachineRecord; region: string; name: string; input: string; nowMs: number },
): MachineExecution => {
  const arn = executionArnOf(machine.arn, name);
  const execution = { arn, machineArn: machine.arn, name, input, startMs: nowMs, endMs: nowMs + machine.seconds * 1000, end: machine.end };
  world.put(machineExecutionKind, region, arn, execution);
  return execution;
};
