/** Every delivery that ended, told to whoever audits; as long as somebody does. */
import { remembered, type Clock } from "@dr/runtime";
import type { AuditTrail } from "./audit-trail.ts";
import type { PumpDeps } from "./pump.ts";
import type { ReceiverStore } from "./stores.ts";

/** What it needs. */
export interface DeliveryAuditDeps {
  readonly audit: AuditTrail;
  readonly receivers: Pick<ReceiverStore, "list">;
  readonly clock: Pick<Clock, "nowMs">;
}

/** Receivers change by hand. */
const KNOWN_MS = 60_000;
/** Receivers of the service that audits. What it delivers is not told: each word of it would be one more. */
const AUDITS = "audit.";

/** What a pump tells of the ends of its deliveries. */
export function toDeliveryAudit({ audit, receivers, clock }: DeliveryAuditDeps): NonNullable<PumpDeps["ended"]> {
  const isAudited = remembered(
    async () => (await receivers.list()).some(({ receiverId, enabled }) => enabled && receiverId.startsWith(AUDITS)),
    { clock, keepMs: KNOWN_MS },
  );
  return async ({ receiverId, kind }, event, { attempt, outcome, status, latencyMs, reason }) => {
    if (receiverId.startsWith(AUDITS) || (outcome !== "sent" && outcome !== "dead")) return;
    // Whether anybody audits is no reason to deliver twice.
    if (!(await isAudited().catch(() => true))) return;
    await audit(
      "DeliveryEnded",
      {
        receiverId,
        kind,
        eventId: event.id,
        eventType: event.type,
        executionId: event.subject,
        outcome,
        attempts: attempt,
        ...(status === undefined ? {} : { status }),
        ...(latencyMs === undefined ? {} : { latencyMs }),
        ...(reason === undefined ? {} : { reason }),
      },
      { actor: kind, correlationId: event.correlationid },
    );
  };
}
