/** A recorded fact with a secret in it, as the audit feed gets it. */

/** When it was recorded. */
export const AT = "2026-11-29T12:00:00.500Z";

/** Version 3 of the execution `e`. */
export const fact = {
  specversion: "1.0" as const,
  id: "EXEC#e:3",
  source: "dr.orchestration",
  type: "ExecutionStarted",
  time: AT,
  subject: "e",
  dataschema: "urn:x",
  sequence: 3,
  correlationid: "c",
  causationid: "why",
  epoch: 0,
  schemaversion: 1,
  actor: "planner",
  data: { token: "hunter2" } as Record<string, unknown>,
};
