// The Lambda part of a seed: functions with the answers that they will give.
import * as z from "zod";
import { databaseClusterSchema } from "../../database-cluster.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { seedIdentifier, seedRegion } from "../../seeding/seed-words.ts";
import { drsSolutionSchema } from "../drs-solution/records.ts";
import { mappingKind } from "./event-sources.ts";
import { functionKind } from "./records.ts";

const answer = z.strictObject({
  when: z.record(z.string(), z.unknown()).default({}),
  payload: z.unknown(),
  functionError: z.enum(["Unhandled", "Handled"]).optional(),
  times: z.int().min(1).optional(),
});

const schema = z.strictObject({
  functions: z
    .array(
      z.strictObject({
        name: seedIdentifier,
        region: seedRegion,
        timeoutSeconds: z.int().min(1).max(900).default(60),
        memoryMb: z.int().min(128).default(256),
        /** Without one that fits, the function answers `{status: "succeeded"}`. */
        answers: z.array(answer).default([]),
        /** Does operations by `operationId`, as long as this, and answers `action: "status"`. */
        work: z.strictObject({ seconds: z.number().min(0), end: z.enum(["succeeded", "failed"]).default("succeeded") }).optional(),
        /** A recovery function of a database: it knows `status`, `switchover` and `failover`. */
        database: databaseClusterSchema.optional(),
        /** Answers events of API Gateway as an existing DRS solution does. */
        drsSolution: drsSolutionSchema.optional(),
      }),
    )
    .default([]),
  eventSourceMappings: z
    .array(
      z.strictObject({
        uuid: z.guid(),
        functionName: seedIdentifier.default("function"),
        region: seedRegion,
        enabled: z.boolean().default(false),
      }),
    )
    .default([]),
});

/** What a seed document may say about Lambda. */
export type LambdaSeed = z.input<typeof schema>;

const apply = ({ functions, eventSourceMappings }: z.output<typeof schema>, { seeder, region: usual, createdMs }: SeedContext): void => {
  for (const { region = usual, ...mapping } of eventSourceMappings) {
    const place = { service: "lambda", kind: "event-source-mapping", region, id: mapping.uuid, name: mapping.uuid };
    seeder.add(mappingKind, place, () => ({ ...mapping, settledMs: createdMs }));
  }
  for (const { region = usual, ...rest } of functions) {
    const place = { service: "lambda", kind: "function", region, id: rest.name, name: rest.name };
    seeder.add(functionKind, place, () => ({ ...rest, used: [], invocations: 0 }));
  }
};

/** Schema and effect of the Lambda part. */
export const lambdaSeed = { schema, apply };
