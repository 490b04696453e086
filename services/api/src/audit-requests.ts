/** What is audited of requests: every command that was taken, and every request that was refused. Reads that were answered are in the function's log alone. */
import type { AuditTrail } from "@dr/delivery";
import { toFailure, type EventData } from "@dr/events";
import { isOpen } from "@dr/routes";
import { statusOf, type HttpRequest, type HttpResponse } from "@dr/runtime";
import type { Actor } from "./access.ts";
import { withoutBase, type Match } from "./http/match.ts";

/** One request, and who asked as far as that is known. */
export interface AuditedRequest {
  readonly request: Pick<HttpRequest, "method" | "path" | "correlationId">;
  readonly match: Match;
  readonly actor: Pick<Actor, "principal" | "role" | "person">;
}

/** Tells how requests ended. */
export interface RequestAudit {
  readonly served: (asked: AuditedRequest, response: Pick<HttpResponse, "status">) => Promise<void>;
  readonly refused: (asked: AuditedRequest, error: unknown) => Promise<void>;
}

/** Somebody of whom nothing is known: the gateway let them in, and we did not. */
export const NOBODY = { principal: "unknown", role: "none", person: null };

/** The audit of a trail; without one nothing is told. A failure of ours is no refusal: it is an alarm of its own. */
export function createRequestAudit(trail: AuditTrail | undefined): RequestAudit {
  return {
    served: async (asked, { status }) => {
      const { row } = asked.match;
      if (!trail || row.method === "GET" || isOpen(row.access)) return;
      await trail("RequestServed", { ...describe(asked), status }, byOf(asked));
    },
    refused: async (asked, error) => {
      const { code, message, details = {} } = toFailure(error);
      const isRefusal = asked.match.row.method === "GET" ? /^(auth|callback)\./.test(code) : statusOf(code) < 500;
      if (!trail || !isRefusal) return;
      const { principal = asked.actor.principal } = details as { principal?: string };
      await trail("RequestRefused", { ...describe(asked), principal, code, reason: message }, byOf(asked));
    },
  };
}

function describe({ request, match: { row, params }, actor }: AuditedRequest): Omit<EventData<"RequestServed">, "status"> {
  const { executionId, planId } = params;
  return {
    operation: row.operation,
    method: row.method,
    path: withoutBase(request.path),
    principal: actor.principal,
    role: actor.role,
    person: actor.person,
    ...(executionId === undefined ? {} : { executionId }),
    ...(planId === undefined ? {} : { planId }),
  };
}

function byOf({ request, actor }: AuditedRequest): { actor: string; correlationId: string } {
  return { actor: actor.principal, correlationId: request.correlationId };
}
