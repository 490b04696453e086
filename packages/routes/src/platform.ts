/** Rows of the platform itself: who leads, what is deployed, whether it is there. */
import * as z from "zod";
import { complianceSchema, healthSchema, takeOverSchema, technologiesSchema, whoAmISchema } from "./answers.ts";
import { noQuery, pageQuery, reason, zoneSchema } from "./parameters.ts";
import { defineRoute } from "./route.ts";

const takeOverBody = z.strictObject({
  epoch: z.int().positive().optional().meta({
    description:
      "the successor of the epoch that leads now, which is also the default; the present one goes on with a take-over that ran out of time",
  }),
  region: z.string().min(1).max(64).optional(),
  reason,
});

/** `/takeover`, `/discovery/…` and `/health` */
export const platformRows = {
  takeOver: defineRoute({
    method: "POST",
    path: "/takeover",
    tag: "platform",
    summary: "Lead all executions from another Region",
    access: "execution.take_over",
    rate: "heavy",
    query: noQuery,
    body: takeOverBody,
    examples: [{ summary: "The next epoch", value: { epoch: 1, region: "us-west-2", reason: "eu-central-1 does not answer" } }],
    answers: {
      200: { description: "All open executions were looked at", body: takeOverSchema },
      206: { description: "Time ran out: repeat it", body: takeOverSchema },
    },
    problems: ["request.not_this_region", "request.not_ready_to_lead", "execution.stale_epoch"],
  }),
  listTechnologies: defineRoute({
    method: "GET",
    path: "/discovery/technologies",
    tag: "discovery",
    summary: "List the technologies that are deployed, with the schemas of their operations",
    access: "discovery.read",
    rate: "read",
    query: noQuery,
    answers: { 200: { description: "The registry as it is now", body: technologiesSchema } },
    problems: ["registry.unavailable"],
  }),
  getComplianceReport: defineRoute({
    method: "GET",
    path: "/reports/compliance",
    tag: "platform",
    summary: "Report what was proven of every plan in a period",
    description: "Each plan with its last drill and recovery of the period, objectives against targets, approvals, and gaps.",
    access: "execution.read",
    rate: "heavy",
    query: pageQuery.extend({
      limit: z.coerce.number().int().min(1).max(50).default(50),
      from: z.iso.datetime({ offset: true }).optional().meta({ description: "default: 90 days before `to`" }),
      to: z.iso.datetime({ offset: true }).optional().meta({ description: "default: now" }),
      format: z.enum(["json", "csv", "html"]).default("json"),
      zone: zoneSchema,
    }),
    answers: { 200: { description: "The report", body: complianceSchema, types: ["text/csv", "text/html"] } },
    problems: ["history.invalid_cursor"],
  }),
  whoAmI: defineRoute({
    method: "GET",
    path: "/whoami",
    tag: "platform",
    summary: "Ask who one is here: roles, permissions, and as which person one counts",
    access: "any_role",
    rate: "read",
    query: noQuery,
    answers: { 200: { description: "The caller", body: whoAmISchema } },
    problems: [],
  }),
  getHealth: defineRoute({
    method: "GET",
    path: "/health",
    tag: "platform",
    summary: "Ask whether the API is there and where it runs",
    access: { open: "load balancers and watchers of other teams hold no key; the answer tells nothing about plans" },
    rate: "read",
    query: noQuery,
    answers: { 200: { description: "It is there", body: healthSchema } },
    problems: [],
  }),
};
