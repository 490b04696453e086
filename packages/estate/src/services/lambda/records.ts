// The records of the simulated Lambda: functions and what they will answer.
import type { DatabaseCluster } from "../../database-cluster.ts";
import { defineKind } from "../../world/kind.ts";
import type { DrsSolution } from "../drs-solution/records.ts";

/** One scripted answer; the first that fits an event and is not used up is given. */
export type FunctionAnswer = {
  /** Members that the event must have, with these values (`{ action: "status" }`). */
  readonly when: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
  /** The function threw: the status code is still 200. */
  readonly functionError?: "Unhandled" | "Handled" | undefined;
  /** How often it is given; without end if absent. */
  readonly times?: number | undefined;
};

/** A function, its answers, and how often it ran. */
export type FunctionRecord = {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly answers: readonly FunctionAnswer[];
  /** It does operations by their id: each once, for so many estate seconds, and tells by `action: "status"` how far it is. */
  readonly work?: { readonly seconds: number; readonly end: "succeeded" | "failed" } | undefined;
  /** The database that it knows how to move. */
  readonly database?: DatabaseCluster | undefined;
  /** It is the function of an existing DRS solution. */
  readonly drsSolution?: DrsSolution | undefined;
  /** Estate time at which each operation ends. */
  readonly operations?: Readonly<Record<string, number>> | undefined;
  readonly used: readonly number[];
  readonly invocations: number;
};

/** Functions by name. */
export const functionKind = defineKind<FunctionRecord>("lambda.function");

/** The name in a function ARN, or the name as it is; a qualifier after it is cut off. */
export const functionName = (nameOrArn: string): string => {
  const parts = nameOrArn.split(":");
  const at = parts.indexOf("function");
  return (at === -1 ? parts[0] : parts[at + 1]) ?? nameOrArn;
};
