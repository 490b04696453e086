// The Systems Manager part of a seed: parameters, nodes, documents, and what scripts and automations will do.
import * as z from "zod";
import { databaseClusterSchema } from "../../database-cluster.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { AUTOMATION_ENDS, runbookKind } from "./automation-records.ts";
import { documentKind } from "./documents.ts";
import { parameterKind } from "./records.ts";
import { nodeKind, scriptKind } from "./run-command-records.ts";

const parameter = z.strictObject({ name: z.string().min(1), value: z.string().min(1), region: seedRegion });

const node = z.strictObject({
  id: z.string().regex(/^(?:i-(?:\w{8}|\w{17})|mi-\w{17})$/u, "expected an instance id (i-… or mi-…)"),
  region: seedRegion,
  platform: z.enum(["Linux", "Windows"]).default("Linux"),
  online: z.boolean().default(true),
  tags: z.record(z.string(), z.string()).default({}),
  /** Estate seconds until its agent registers, as of an instance that was just launched. */
  registersInSeconds: z.number().positive().optional(),
  /** Patroni answers there. */
  database: databaseClusterSchema.optional(),
});

const document = z.strictObject({
  name: seedIdentifier,
  region: seedRegion,
  type: z.enum(["Command", "Automation"]).default("Command"),
  platforms: z.array(z.enum(["Linux", "Windows"])).optional(),
  /** What it takes; a parameter without a default is required. */
  parameters: z.array(z.strictObject({ name: seedIdentifier, type: z.string().optional(), default: z.string().optional() })).default([]),
});

/** The first that fits a script decides; without one it succeeds, or ends as its last line (`exit 3`) says. */
const script = z.strictObject({
  id: seedIdentifier,
  region: seedRegion,
  document: z.string().optional(),
  contains: z.string().optional(),
  node: z.string().optional(),
  exitCode: z.int().min(0).max(255).default(0),
  stdout: z.string().default(""),
  stderr: z.string().default(""),
  seconds: z.number().min(0).optional(),
});

const automation = z.strictObject({
  document: seedIdentifier,
  region: seedRegion,
  end: z.enum(AUTOMATION_ENDS).default("Success"),
  outputs: z.record(z.string(), z.array(z.string())).default({}),
  failureMessage: z.string().optional(),
  seconds: z.number().min(0).optional(),
  needsApproval: z.boolean().default(false),
});

const schema = z.strictObject({
  parameters: z.array(parameter).default([]),
  nodes: z.array(node).default([]),
  documents: z.array(document).default([]),
  scripts: z.array(script).default([]),
  automations: z.array(automation).default([]),
});

/** What a seed document may say about Systems Manager. */
export type SsmSeed = z.input<typeof schema>;

const apply = (seed: z.output<typeof schema>, { seeder, region: defaultRegion, nowMs }: SeedContext): void => {
  const place = (kind: string, id: string, region = defaultRegion) => ({ service: "ssm", kind, region, id, name: id });
  for (const { name, value, region } of seed.parameters) {
    seeder.add(parameterKind, place("parameter", name, region), () => ({ name, type: "String", value, version: 1, modifiedMs: nowMs }));
  }
  for (const { id, region, registersInSeconds: seconds, ...rest } of seed.nodes) {
    const later = seconds === undefined ? {} : { registersMs: nowMs + seconds * 1000 };
    seeder.add(nodeKind, place("node", id, region), () => ({ instanceId: id, ...rest, ...later }));
  }
  for (const { region, ...rest } of seed.documents) seeder.add(documentKind, place("document", rest.name, region), () => rest);
  for (const { region, ...rest } of seed.scripts) seeder.add(scriptKind, place("script", rest.id, region), () => rest);
  for (const { region, ...rest } of seed.automations) {
    seeder.add(runbookKind, place("automation", rest.document, region), () => rest);
    seeder.add(documentKind, place("document", rest.document, region), () => ({ name: rest.document, type: "Automation" }));
  }
};

/** Schema and effect of the Systems Manager part. */
export const ssmSeed = { schema, apply };
