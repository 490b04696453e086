/** Puts what is audited on the bus, under the source `dr.audit`. Whoever does so is never held up for long, and never fails for it. */
import { AUDIT_SOURCE, dataSchemaUri, parseStrict, type EventData } from "@dr/events";
import type { Bus, Clock, Logger, Metrics, NewId } from "@dr/runtime";

/** Types that are audited. */
export type AuditType = "RequestServed" | "RequestRefused" | "DeliveryEnded";

/** What it needs. */
export interface AuditTrailDeps {
  readonly bus: Bus;
  readonly clock: Pick<Clock, "nowIso">;
  readonly newId: NewId;
  readonly logger: Pick<Logger, "warn">;
  readonly metrics: Pick<Metrics, "count">;
}

/** Of whom, and in which matter. */
export interface AuditedBy {
  readonly actor: string;
  readonly correlationId: string;
}

/** Tells it. What cannot be put on the bus is in the log line and in the metric `AuditEventLost`. */
export type AuditTrail = <Type extends AuditType>(type: Type, data: EventData<Type>, by: AuditedBy) => Promise<void>;

/** Longest text that a caller may have written into what is audited. */
const MAX_TEXT = 500;

/** The trail. */
export function createAuditTrail({ bus, clock, newId, logger, metrics }: AuditTrailDeps): AuditTrail {
  return async (type, data, { actor, correlationId }) => {
    const id = `audit-${newId()}`;
    const said = cut(data as Record<string, unknown>);
    const { executionId } = said;
    try {
      const detail = {
        specversion: "1.0" as const,
        id,
        source: AUDIT_SOURCE,
        type,
        time: clock.nowIso(),
        subject: typeof executionId === "string" ? executionId : "platform",
        dataschema: dataSchemaUri(type, 1),
        correlationid: correlationId,
        causationid: correlationId,
        epoch: 0,
        schemaversion: 1,
        actor,
        data: parseStrict(type, said) as Record<string, unknown>,
      };
      await bus.publish([{ source: AUDIT_SOURCE, detailType: type, detail }]);
    } catch (error) {
      metrics.count("AuditEventLost");
      logger.warn("an audit event could not be put on the bus", { id, type, data, error });
    }
  };
}

function cut(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, typeof value === "string" ? value.slice(0, MAX_TEXT) : value]),
  );
}
