// Event source mappings: on or off, and some time in between.
import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import type { SecondsRange } from "../../seeded-choice.ts";
import { defineKind } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

/** A mapping: `enabled` from `settledMs` on, the other before. */
export type MappingRecord = { readonly uuid: string; readonly functionName: string; readonly enabled: boolean; readonly settledMs: number };

/** Mappings by UUID. */
export const mappingKind = defineKind<MappingRecord>("lambda.event-source-mapping");

/** A mapping is Enabling or Disabling for this long. */
export const MAPPING_CHANGE: SecondsRange = { from: 20, to: 60 };

/** Lambda's word for a mapping. */
export const mappingStateAt = ({ enabled, settledMs }: MappingRecord, nowMs: number): string => {
  if (nowMs < settledMs) return enabled ? "Enabling" : "Disabling";
  return enabled ? "Enabled" : "Disabled";
};

const requireMapping = (world: WorldView, region: string, uuid: string): MappingRecord => {
  const mapping = world.get(mappingKind, region, uuid);
  if (mapping === undefined) throw awsError("ResourceNotFoundException", "The resource you requested does not exist.", 404);
  return mapping;
};

const shape = (
  record: MappingRecord,
  { region, accountId, nowMs }: { region: string; accountId: string; nowMs: number },
): EventSourceMappingConfiguration => ({
  UUID: record.uuid,
  FunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${record.functionName}`,
  State: mappingStateAt(record, nowMs),
});

/** One mapping by UUID. */
export const getMapping = readOperation({
  input: z.object({ UUID: z.string() }),
  resources: ({ UUID }) => [UUID],
  run: ({ UUID }, call): EventSourceMappingConfiguration => shape(requireMapping(call.world, call.region, UUID), call),
  withStatus: (output, status) => ({ ...output, State: status }),
});

/** On or off; refused while a change is under way. */
export const updateMapping = writeOperation({
  input: z.object({ UUID: z.string(), Enabled: z.boolean().optional() }),
  resources: ({ UUID }) => [UUID],
  run: ({ UUID, Enabled }, call): EventSourceMappingConfiguration => {
    const { world, region, nowMs, chance, faulty } = call;
    const record = requireMapping(world, region, UUID);
    if (nowMs < record.settledMs)
      throw awsError("ResourceInUseException", "Cannot update the event source mapping because it is in use.", 400);
    const settledMs = faulty("never-completes", [UUID]) ? NEVER_MS : nowMs + chance.durationMs(MAPPING_CHANGE, "mapping");
    const next = { ...record, enabled: Enabled ?? record.enabled, settledMs };
    world.put(mappingKind, region, UUID, next);
    return shape(next, call);
  },
});
