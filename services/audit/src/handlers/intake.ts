/** Function `dr-audit-intake`: what is audited beside the log, from the queue `audit-events`. */
import { createDynamoEvents, createKnownReceivers, deliveryFromEnv } from "@dr/delivery";
import { DrError } from "@dr/events";
import {
  createDeadLetters,
  createDocumentClient,
  createSqsSender,
  createTelemetry,
  lambdaEntry,
  parseBusEvent,
  parseEnv,
  queueHandler,
  systemClock,
} from "@dr/runtime";
import { createAuditIntake } from "../audit-intake.ts";
import { trailTable } from "../table.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const env = parseEnv(variables, ["DR_DLQ_URL"]);
  const platform = deliveryFromEnv(env);
  if ("missing" in platform) throw new DrError("env.invalid", `invalid environment: ${platform.missing.join(", ")} is missing`);
  const { stores, tell } = platform;
  const tableName = variables["DR_TRAIL_TABLE"] ?? trailTable.name;
  const intake = createAuditIntake({
    events: createDynamoEvents({ documents: createDocumentClient(env), tableName }),
    lanes: stores.lanes,
    receivers: createKnownReceivers(stores.receivers, systemClock),
    hint: (laneId) => tell({ kind: "lane", laneId }),
    clock: systemClock,
  });
  return queueHandler({
    telemetry: createTelemetry("audit"),
    deadLetters: createDeadLetters(createSqsSender(env), env.DR_DLQ_URL),
    parse: (body) => parseBusEvent(body).envelope,
    laneOf: ({ source }) => source,
    handle: (envelope) => intake(envelope),
  });
});
