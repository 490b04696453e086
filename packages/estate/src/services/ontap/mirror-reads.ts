// Reads of mirrors and their transfers.
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { type Answer, clusterOf, listOf, mirrorHere, mirrorsHere, requestShape } from "./call.ts";
import { mirrorShape } from "./mirror-shape.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { relationshipKind } from "./records.ts";

/** Every `state` of an answer in another word. */
export const inOtherWords = (output: Answer, status: string): Answer =>
  JSON.parse(JSON.stringify(output), (key, value: unknown) => (key === "state" && value !== "up" ? status : value)) as Answer;

/** `GET /snapmirror/relationships`: those whose destination is here; with `list_destinations_only` those whose source is. */
export const listMirrors = readOperation({
  input: z.object(requestShape),
  run: ({ query, ...input }, call): Answer => {
    const { name } = clusterOf(call.world, input);
    const mirrors =
      query["list_destinations_only"] === "true"
        ? call.world.list(relationshipKind, GLOBAL_REGION).filter(({ source }) => source.cluster === name)
        : mirrorsHere(call.world, name);
    return listOf(
      mirrors.map((mirror) => mirrorShape(mirror, call)),
      query,
    );
  },
  withStatus: inOtherWords,
});

/** `GET /snapmirror/relationships/{uuid}`. */
export const getMirror = readOperation({
  input: z.object({ ...requestShape, id: z.string() }),
  run: ({ id, ...input }, call): Answer => ({
    status: 200,
    body: mirrorShape(mirrorHere(call.world, clusterOf(call.world, input).name, id), call),
  }),
  withStatus: inOtherWords,
});

/** `GET /snapmirror/relationships/{uuid}/transfers`. */
export const listTransfers = readOperation({
  input: z.object({ ...requestShape, id: z.string() }),
  run: ({ id, query, ...input }, { world, nowMs }): Answer => {
    const { transfers } = mirrorHere(world, clusterOf(world, input).name, id);
    return listOf(
      transfers.map(({ uuid, endMs }) => ({
        uuid,
        state: nowMs < endMs ? "transferring" : "success",
        ...(nowMs >= endMs && { end_time: new Date(endMs).toISOString() }),
      })),
      query,
    );
  },
  withStatus: inOtherWords,
});
