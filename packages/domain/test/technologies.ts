/** Adapters' registry entries as plan tests use them: the shapes of the requirements' examples. */
const seconds = { timeoutSeconds: 3600, heartbeatSeconds: 300 };
const namesOf = (...kind: readonly string[]) => ({ type: "array", items: { type: "string", minLength: 1, resource: { kind } } });
const names = { type: "array", items: { type: "string", minLength: 1 } };
const anyObject = { type: "object", additionalProperties: true };

const entry = (technology: string, operations: readonly object[]): object => ({
  technology,
  version: "1.0.0",
  defaultOperation: (operations[0] as { readonly name: string }).name,
  operations,
});
const operation = (name: string, resourcesSchema: object, more: object = {}): object => ({
  name,
  description: `${name} of a test`,
  reversibility: "reversible",
  defaults: seconds,
  resourcesSchema,
  configSchema: anyObject,
  ...more,
});

/** Entries of database, drs and infrastructure. */
export const technologyEntries: readonly object[] = [
  entry("database", [
    operation("failover", {
      type: "object",
      properties: { clusters: { ...namesOf("rds-cluster"), minItems: 1 }, instances: namesOf("rds-instance") },
      required: ["clusters"],
      additionalProperties: false,
    }),
    operation(
      "switchover",
      { type: "object", properties: { clusters: namesOf("rds-cluster") }, required: ["clusters"] },
      {
        configSchema: {
          type: "object",
          properties: { lagThreshold: { type: "string", pattern: "^\\d+[smh]$", expected: "a length of time such as 15m", gate: true } },
          additionalProperties: false,
        },
      },
    ),
    operation(
      "promote",
      { type: "object", properties: { replicas: namesOf("rds-instance") }, required: ["replicas"] },
      { reversibility: "irreversible" },
    ),
  ]),
  entry("drs", [
    operation(
      "recovery",
      {
        type: "object",
        properties: {
          recoveryPlanId: { type: "string" },
          protectionGroups: names,
          sourceServers: { ...namesOf("drs-source-server", "ec2-instance"), minItems: 1 },
          enterpriseContext: anyObject,
        },
        required: ["sourceServers"],
        additionalProperties: false,
      },
      { reversibility: "compensable" },
    ),
  ]),
  entry("infrastructure", [
    operation("dns_update", {
      type: "object",
      properties: {
        route53Records: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            properties: { hostedZoneId: { type: "string" }, recordName: { type: "string" }, newValue: { type: "string" } },
            required: ["hostedZoneId", "recordName", "newValue"],
            resource: { kind: "dns-record", fields: { zone: "hostedZoneId", name: "recordName" } },
          },
        },
      },
      required: ["route53Records"],
      additionalProperties: false,
    }),
  ]),
];
