/** Registry entries of a few adapters, as their deployments write them. */
const defaults = { timeoutSeconds: 3600, heartbeatSeconds: 300 };
const names = { type: "array", items: { type: "string" }, minItems: 1 };
const namesOf = (...kind: readonly string[]) => ({ type: "array", items: { type: "string", resource: { kind } }, minItems: 1 });
const anyObject = { type: "object", additionalProperties: true };

const entry = (
  technology: string,
  name: string,
  properties: Readonly<Record<string, object>>,
  reversibility = "reversible",
): Record<string, unknown> => ({
  technology,
  version: "1.0.0",
  defaultOperation: name,
  operations: [
    {
      name,
      description: `${technology} ${name}`,
      reversibility,
      defaults,
      resourcesSchema: { type: "object", properties, additionalProperties: false },
      configSchema: anyObject,
    },
  ],
});

/** database.failover, drs.recovery and infrastructure.dns_update. */
export const technologyEntries: readonly object[] = [
  entry("database", "failover", { clusters: namesOf("rds-cluster"), instances: namesOf("rds-instance") }),
  entry(
    "drs",
    "recovery",
    {
      recoveryPlanId: { type: "string" },
      protectionGroups: names,
      sourceServers: namesOf("drs-source-server", "ec2-instance"),
      enterpriseContext: anyObject,
    },
    "compensable",
  ),
  entry("infrastructure", "dns_update", {
    route53Records: {
      type: "array",
      items: { ...anyObject, resource: { kind: "dns-record", fields: { zone: "hostedZoneId", name: "recordName" } } },
      minItems: 1,
    },
  }),
];
