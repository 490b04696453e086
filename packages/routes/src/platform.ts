/** Rows of the platform itself: who leads, what is deployed, whether it is there. */
import { lazyStrictObject } from "@dr/events";
import * as z from "zod";
import { endsAfterBegin, noQuery, pageQuery, PERIOD_REFUSAL, reason, zoneSchema } from "./parameters.ts";
import { reportFormat, REPORT_TYPES } from "./report-format.ts";
import { defineRoute } from "./route.ts";

const takeOverBody = lazyStrictObject(() => ({
  epoch: z.int().positive().optional().meta({
    description:
      "the successor of the epoch that leads now, which is also the default; the present one goes on with a take-over that ran out of time",
  }),
  region: z.string().min(1).max(64).optional(),
  reason: reason(),
}));

/** `/takeover`, `/discovery/…` and `/health` */
export const platformRows = {
  takeOver: defineRoute({
    method: "POST",
    path: "/takeover",
    access: "execution.take_over",
    rate: "heavy",
    query: noQuery,
    body: takeOverBody,
  }),
  listTechnologies: defineRoute({ method: "GET", path: "/discovery/technologies", access: "discovery.read", rate: "read", query: noQuery }),
  getComplianceReport: defineRoute({
    method: "GET",
    path: "/reports/compliance",
    access: "execution.read",
    produces: Object.values(REPORT_TYPES),
    rate: "heavy",
    query: lazyStrictObject(() => ({
      ...pageQuery.shape,
      limit: z.coerce.number().int().min(1).max(50).default(50),
      from: z.iso.datetime({ offset: true }).optional().meta({ description: "default: 90 days before `to`" }),
      to: z.iso.datetime({ offset: true }).optional().meta({ description: "default: now" }),
      format: reportFormat,
      zone: zoneSchema,
    })).refine(endsAfterBegin, PERIOD_REFUSAL),
  }),
  whoAmI: defineRoute({ method: "GET", path: "/whoami", access: "any_role", rate: "read", query: noQuery }),
  getHealth: defineRoute({
    method: "GET",
    path: "/health",
    access: { open: "load balancers and watchers of other teams hold no key; the answer tells nothing about plans" },
    rate: "read",
    query: noQuery,
  }),
};
