/** One hostile document in a process of its own: how long it is read, and how much memory that takes at its peak. */
import { toTechnologyRegistry } from "@dr/domain/technologies";
import { parsePlan } from "@dr/domain/parse-plan";
import { hostileDocuments } from "@dr/domain/testing";

/** Enough to know a technology of a plan by; every other one is unknown. */
const operation = {
  name: "failover",
  description: "",
  reversibility: "reversible",
  defaults: { timeoutSeconds: 60, heartbeatSeconds: 60 },
  resourcesSchema: { type: "object", properties: { clusters: { type: "array", items: { type: "string" } } }, additionalProperties: false },
  configSchema: { type: "object" },
};
const registry = toTechnologyRegistry([{ technology: "database", version: "1.0.0", operations: [operation] }]);

const [length = "0", index = "0"] = process.argv.slice(2);
const document = hostileDocuments(Number(length))[Number(index)];
if (!document) throw new Error(`there is no document ${index}`);
// What reads plans is loaded, and has read one, before it is measured.
parsePlan("{}", { registry, format: "json" });
parsePlan("a: 1", { registry, format: "yaml" });
const peakBefore = process.resourceUsage().maxRSS;
const from = performance.now();
const result = parsePlan(document.text, { registry, format: document.format, approverRoles: ["DRSOrchestrationAdmin"] });
const answer = JSON.stringify(result);
const milliseconds = performance.now() - from;
process.send?.({
  name: document.name,
  milliseconds,
  mebibytes: (process.resourceUsage().maxRSS - peakBefore) / 1024,
  answer: answer.length,
});
