// Writes the RDS event log and announces the same events to EventBridge.
import type { WriteCall } from "../../operation.ts";
import { type RdsEventRecord, rdsEventKind } from "./records.ts";

/** An event about to happen, without what follows from the call. */
type RdsEvent = Omit<RdsEventRecord, "id">;

/** Detail types by source. */
export const RDS_DETAIL_TYPES = { "db-cluster": "RDS DB Cluster Event", "db-instance": "RDS DB Instance Event" } as const;
const SOURCE_TYPES = { "db-cluster": "CLUSTER", "db-instance": "DB_INSTANCE" } as const;

/**
 * Logs events at their estate times. Numbers and texts are those of the RDS user guide (event categories and messages);
 * the EventBridge detail has the members AWS documents for `RDS DB … Event`.
 */
export const logRdsEvents = (call: WriteCall, events: readonly RdsEvent[]): void => {
  for (const [index, event] of events.entries()) {
    const id = call.chance.hex(32, `rds-event-${index}`);
    call.world.put(rdsEventKind, call.region, id, { ...event, id });
    call.announce(event.atMs, {
      "detail-type": RDS_DETAIL_TYPES[event.sourceType],
      source: "aws.rds",
      region: call.region,
      resources: [event.sourceArn],
      detail: {
        EventCategories: event.categories,
        SourceType: SOURCE_TYPES[event.sourceType],
        SourceArn: event.sourceArn,
        Date: new Date(event.atMs).toISOString(),
        Message: event.message,
        SourceIdentifier: event.sourceIdentifier,
        EventID: event.eventId,
      },
    });
  }
};
