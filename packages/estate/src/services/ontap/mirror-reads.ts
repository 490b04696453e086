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
  run: (input, call): Answer => {
    const { query } = input;
    const { name } = clusterOf(call.world, input);
    const mirrors =
      query["list_destinations_only"] === "true"
        ? call.world.list(relationshipKind, GLOBAL_REGION).filter(({ source }) => source.cluster === name)
        : mirrorsHere(call.world, name);
    return listOf(
      mirrors.map((mirror) => mirrorShape(mirror, call)),
      input,
      call,
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
  run: (input, call): Answer => {
    const { world, nowMs } = call;
    const { transfers } = mirrorHere(world, clusterOf(world, input).name, input.id);
    return listOf(
      transfers.map(({ uuid, endMs }) => ({
        uuid,
        state: nowMs < endMs ? "transferring" : "success",
        ...(nowMs >= endMs && { end_time: new Date(endMs).toISOString() }),
      })),
      input,
      call,
    );
  },
  withStatus: inOtherWords,
});
