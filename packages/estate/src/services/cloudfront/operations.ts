// Distributions: read with their tag, replaced whole under it; invalidations.
import type {
  CreateInvalidationResult,
  GetDistributionConfigResult,
  GetDistributionResult,
  GetInvalidationResult,
  Invalidation,
  ListInvalidationsResult,
  UpdateDistributionResult,
} from "@aws-sdk/client-cloudfront";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { DEPLOY, INVALIDATION } from "./durations.ts";
import { type DistributionRecord, distributionKind, type InvalidationRecord } from "./records.ts";

const byId = z.object({ Id: z.string().min(1) });
const named = ({ Id }: { readonly Id: string }) => [Id];

const find = (world: WorldView, id: string): DistributionRecord => {
  const found = world.get(distributionKind, GLOBAL_REGION, id);
  if (found === undefined) throw awsError("NoSuchDistribution", "The specified distribution does not exist.", 404);
  return found;
};

const shape = ({ id, config, changedMs, deployedMs }: DistributionRecord, nowMs: number, accountId: string) => ({
  Id: id,
  ARN: `arn:aws:cloudfront::${accountId}:distribution/${id}`,
  Status: nowMs < deployedMs ? "InProgress" : "Deployed",
  LastModifiedTime: new Date(changedMs),
  InProgressInvalidationBatches: 0,
  DomainName: `${id.toLowerCase()}.cloudfront.net`,
  DistributionConfig: config,
});

export const getDistribution = readOperation({
  input: byId,
  resources: named,
  run: ({ Id }, { world, nowMs, accountId }): GetDistributionResult => {
    const record = find(world, Id);
    return { Distribution: shape(record, nowMs, accountId), ETag: record.etag };
  },
  withStatus: (output, Status) => ({ ...output, Distribution: { ...output.Distribution, Status } }),
});

export const getDistributionConfig = readOperation({
  input: byId,
  resources: named,
  run: ({ Id }, { world }): GetDistributionConfigResult => {
    const { config, etag } = find(world, Id);
    return { DistributionConfig: config, ETag: etag };
  },
});

const behaviour = z.looseObject({ TargetOriginId: z.string() });
const config = z.looseObject({
  CallerReference: z.string(),
  Origins: z.looseObject({ Items: z.array(z.looseObject({ Id: z.string(), DomainName: z.string() })).min(1) }),
  OriginGroups: z.looseObject({ Items: z.array(z.looseObject({ Id: z.string() })).optional() }).optional(),
  DefaultCacheBehavior: behaviour,
  CacheBehaviors: z.looseObject({ Items: z.array(behaviour).optional() }).optional(),
});

export const updateDistribution = writeOperation({
  input: z.object({ Id: z.string(), IfMatch: z.string().optional(), DistributionConfig: config }),
  resources: named,
  run: ({ Id, IfMatch, DistributionConfig }, { world, nowMs, chance, faulty, accountId }): UpdateDistributionResult => {
    const record = find(world, Id);
    if (IfMatch === undefined)
      throw awsError("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.", 400);
    if (IfMatch !== record.etag) throw awsError("PreconditionFailed", "The request failed because it didn't meet the preconditions", 412);
    const { Origins, OriginGroups, DefaultCacheBehavior, CacheBehaviors } = DistributionConfig;
    const known = new Set([...Origins.Items, ...(OriginGroups?.Items ?? [])].map((origin) => origin.Id));
    const missing = [DefaultCacheBehavior, ...(CacheBehaviors?.Items ?? [])].find(({ TargetOriginId }) => !known.has(TargetOriginId));
    if (missing)
      throw awsError("NoSuchOrigin", `One or more of your origins or origin groups do not exist: ${missing.TargetOriginId}`, 404);
    const deployedMs = faulty("never-completes", [Id]) ? NEVER_MS : nowMs + chance.durationMs(DEPLOY, "deploy");
    const next = {
      ...record,
      config: DistributionConfig as unknown as DistributionRecord["config"],
      etag: etagOf(chance.hex(13, "etag")),
      changedMs: nowMs,
      deployedMs,
    };
    world.put(distributionKind, GLOBAL_REGION, Id, next);
    return { Distribution: shape(next, nowMs, accountId), ETag: next.etag };
  },
});

/** Tags look like `E2QWRUHEXAMPLE`. */
export const etagOf = (hex: string): string => `E${hex.toUpperCase()}`;

const invalidationShape = ({ id, reference, paths, createdMs, endMs }: InvalidationRecord, nowMs: number): Invalidation => ({
  Id: id,
  Status: nowMs < endMs ? "InProgress" : "Completed",
  CreateTime: new Date(createdMs),
  InvalidationBatch: { CallerReference: reference, Paths: { Quantity: paths.length, Items: [...paths] } },
});

export const createInvalidation = writeOperation({
  input: z.object({
    DistributionId: z.string(),
    InvalidationBatch: z.object({
      CallerReference: z.string().min(1),
      Paths: z.object({ Quantity: z.int(), Items: z.array(z.string()).min(1) }),
    }),
  }),
  resources: ({ DistributionId }) => [DistributionId],
  run: ({ DistributionId, InvalidationBatch }, { world, nowMs, chance, faulty, accountId }): CreateInvalidationResult => {
    const record = find(world, DistributionId);
    const { CallerReference: reference, Paths } = InvalidationBatch;
    const location = (id: string) =>
      `https://cloudfront.amazonaws.com/2020-05-31/distribution/${DistributionId}/invalidation/${id}?account=${accountId}`;
    const known = record.invalidations.find((one) => one.reference === reference);
    if (known && known.paths.join() !== Paths.Items.join())
      throw awsError("InvalidationBatchAlreadyExists", "An invalidation batch with the specified parameters already exists.", 409);
    if (known) return { Location: location(known.id), Invalidation: invalidationShape(known, nowMs) };
    const endMs = faulty("never-completes", [DistributionId]) ? NEVER_MS : nowMs + chance.durationMs(INVALIDATION, "invalidation");
    const made = { id: `I${chance.hex(13, "id").toUpperCase()}`, reference, paths: Paths.Items, createdMs: nowMs, endMs };
    world.put(distributionKind, GLOBAL_REGION, DistributionId, { ...record, invalidations: [made, ...record.invalidations] });
    return { Location: location(made.id), Invalidation: invalidationShape(made, nowMs) };
  },
});

export const getInvalidation = readOperation({
  input: z.object({ DistributionId: z.string(), Id: z.string() }),
  resources: ({ DistributionId }) => [DistributionId],
  run: ({ DistributionId, Id }, { world, nowMs }): GetInvalidationResult => {
    const found = find(world, DistributionId).invalidations.find(({ id }) => id === Id);
    if (found === undefined) throw awsError("NoSuchInvalidation", "The specified invalidation does not exist.", 404);
    return { Invalidation: invalidationShape(found, nowMs) };
  },
  withStatus: (output, Status) => ({ Invalidation: { ...output.Invalidation, Status } }),
});

export const listInvalidations = readOperation({
  input: z.object({ DistributionId: z.string(), Marker: z.string().optional(), MaxItems: z.int().min(1).max(100).default(100) }),
  resources: ({ DistributionId }) => [DistributionId],
  run: ({ DistributionId, MaxItems }, { world, nowMs }): ListInvalidationsResult => {
    const items = find(world, DistributionId).invalidations.slice(0, MaxItems);
    return {
      InvalidationList: {
        Marker: "",
        MaxItems,
        IsTruncated: false,
        Quantity: items.length,
        Items: items.map((one) => ({
          Id: one.id,
          CreateTime: new Date(one.createdMs),
          Status: nowMs < one.endMs ? "InProgress" : "Completed",
        })),
      },
    };
  },
});
