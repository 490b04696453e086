// A function that does operations by their id, each once, and tells how far it is.
import type { FunctionRecord } from "./records.ts";

/** The function after an event and its answer; undefined for a function that is not of this kind, or an event without an operation. */
export const workOn = (found: FunctionRecord, event: unknown, nowMs: number) => {
  const { work, operations = {} } = found;
  const members = new Map(typeof event === "object" && event !== null ? Object.entries(event) : []);
  const operationId: unknown = members.get("operationId");
  if (work === undefined || typeof operationId !== "string") return undefined;
  const asks = members.get("action") === "status";
  const known = operations[operationId];
  if (asks && known === undefined) return { record: found, answer: { status: "unknown" } };
  const endMs = known ?? nowMs + work.seconds * 1000;
  const record = { ...found, operations: { ...operations, [operationId]: endMs }, invocations: found.invocations + (asks ? 0 : 1) };
  return { record, answer: { status: nowMs < endMs ? "in_progress" : work.end } };
};
