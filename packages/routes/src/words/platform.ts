/** Words of the rows of the platform itself: who leads, what is deployed, whether it is there. */
import { complianceSchema, healthSchema, takeOverSchema, technologiesSchema, whoAmISchema } from "../answers.ts";
import { defineWords } from "./words.ts";

/** `/takeover`, `/discovery/…` and `/health` */
export const platformWords = defineWords({
  takeOver: {
    tag: "platform",
    summary: "Lead all executions from another Region",
    examples: [{ summary: "The next epoch", value: { epoch: 1, region: "us-west-2", reason: "eu-central-1 does not answer" } }],
    answers: {
      200: { description: "All open executions were looked at", body: takeOverSchema },
      206: { description: "Time ran out: repeat it", body: takeOverSchema },
    },
    problems: ["request.not_this_region", "request.not_ready_to_lead", "execution.stale_epoch"],
  },
  listTechnologies: {
    tag: "discovery",
    summary: "List the technologies that are deployed, with the schemas of their operations",
    answers: { 200: { description: "The registry, at most a minute old", body: technologiesSchema, headers: ["etag"] } },
    problems: ["registry.unavailable"],
  },
  getComplianceReport: {
    tag: "platform",
    summary: "Report what was proven of every plan in a period",
    description: "Each plan with its last drill and recovery of the period, objectives against targets, approvals, and gaps.",
    answers: { 200: { description: "The report", body: complianceSchema, types: ["text/csv", "text/html"] } },
    problems: ["history.invalid_cursor"],
  },
  whoAmI: {
    tag: "platform",
    summary: "Ask who one is here: roles, permissions, and as which person one counts",
    answers: { 200: { description: "The caller", body: whoAmISchema, headers: ["etag"] } },
    problems: [],
  },
  getHealth: {
    tag: "platform",
    summary: "Ask whether the API is there and where it runs",
    answers: { 200: { description: "It is there", body: healthSchema } },
    problems: [],
  },
});
