// Volumes: what is there, where it is mounted, and clones that take no space.
import * as z from "zod";
import { writeOperation, readOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { type AnyCall, type Answer, clusterOf, listOf, noEntry, ontapError, requestShape, withJob } from "./call.ts";
import { CLONE } from "./durations.ts";
import { inOtherWords } from "./mirror-reads.ts";
import { stateAt } from "./mirror-state.ts";
import { relationshipKind, svmKind, uuidOf, type VolumeRecord, volumeKind } from "./records.ts";
import { wholesOf, WRITING, writtenBy } from "./svms.ts";

/** `dp` while a mirror writes it, alone or as one of a group; `rw` otherwise. */
const typeOf = ({ cluster, svm, name }: VolumeRecord, { world, nowMs }: AnyCall): string =>
  world
    .list(relationshipKind, GLOBAL_REGION)
    .some(
      (mirror) =>
        mirror.destination.cluster === cluster &&
        mirror.destination.svm === svm &&
        [mirror.destination.volume, ...mirror.members.map(({ destination }) => destination)].includes(name) &&
        WRITING.includes(stateAt(mirror, nowMs)),
    )
    ? "dp"
    : "rw";

const shape = (volume: VolumeRecord, call: AnyCall): object => ({
  uuid: volume.uuid,
  name: volume.name,
  svm: { name: volume.svm },
  type: typeOf(volume, call),
  state: "online",
  is_svm_root: false,
  nas: { ...(volume.path !== null && { path: volume.path }), export_policy: { name: volume.exportPolicy } },
  ...(volume.clone && {
    clone: { is_flexclone: true, parent_volume: { name: volume.clone.parent }, parent_snapshot: { name: volume.clone.snapshot } },
  }),
});

const volumesOf = (world: WorldView, cluster: string): readonly VolumeRecord[] =>
  world.list(volumeKind, GLOBAL_REGION).filter((volume) => volume.cluster === cluster);

/** `GET /storage/volumes`. */
export const listVolumes = readOperation({
  input: z.object(requestShape),
  run: (input, call): Answer => {
    const { name } = clusterOf(call.world, input);
    const there = volumesOf(call.world, name).filter(({ fromMs }) => fromMs <= call.nowMs);
    return listOf(
      there.map((volume) => shape(volume, call)),
      input,
      call,
    );
  },
  withStatus: inOtherWords,
});

const own = (world: WorldView, cluster: string, id: string): VolumeRecord => {
  const found = volumesOf(world, cluster).find(({ uuid }) => uuid === id);
  if (found === undefined) throw noEntry();
  return found;
};

/** Nothing is changed or made in a virtual machine that a mirror writes (ONTAP, "What a destination SVM is"). */
const mayChange = ({ world, nowMs }: AnyCall, { cluster, svm }: { readonly cluster: string; readonly svm: string }): void => {
  if (writtenBy(world, { cluster, svm }, nowMs))
    throw ontapError("13434891", `SVM "${svm}" is the destination of SVM disaster recovery: it cannot be changed.`, 409);
};

const named = ({ id }: { readonly id: string }, world: WorldView): readonly string[] => {
  const found = world.get(volumeKind, GLOBAL_REGION, id);
  if (found === undefined) return [id];
  const { cluster, svm, name, clone } = found;
  const origin = { cluster, svm: clone?.svm ?? svm, volume: clone?.parent ?? name };
  return [`${svm}:${name}`, name, ...(clone ? [clone.parent] : []), ...wholesOf(world, origin)];
};

/** `PATCH /storage/volumes/{uuid}`: mounts, unmounts (an empty path), changes the export policy. */
export const updateVolume = writeOperation({
  input: z.object({
    ...requestShape,
    id: z.string(),
    body: z.object({ nas: z.object({ path: z.string().optional(), export_policy: z.object({ name: z.string() }).optional() }) }),
  }),
  resources: named,
  run: ({ id, body: { nas }, ...input }, call): Answer => {
    const { name } = clusterOf(call.world, input);
    const volume = own(call.world, name, id);
    mayChange(call, volume);
    const path = nas.path === undefined ? volume.path : nas.path === "" ? null : nas.path;
    const taken =
      path !== null && volumesOf(call.world, name).some((other) => other.uuid !== id && other.svm === volume.svm && other.path === path);
    if (taken) throw ontapError("917536", `The junction path ${path} is in use.`, 409);
    call.world.put(volumeKind, GLOBAL_REGION, id, { ...volume, path, exportPolicy: nas.export_policy?.name ?? volume.exportPolicy });
    return withJob(call, name, `PATCH ${volume.name}`);
  },
});

/** `POST /storage/volumes` of a FlexClone; nothing else is made here. */
export const cloneVolume = writeOperation({
  input: z.object({
    ...requestShape,
    body: z.object({
      name: z.string().regex(/^[A-Za-z_]\w{0,202}$/u, "expected letters, digits and _"),
      svm: z.object({ name: z.string() }),
      clone: z.object({
        is_flexclone: z.literal(true),
        parent_volume: z.object({ name: z.string() }),
        parent_svm: z.object({ name: z.string() }).optional(),
        parent_snapshot: z.object({ name: z.string() }).optional(),
      }),
      nas: z.object({ path: z.string().optional() }).optional(),
    }),
  }),
  resources: ({ cluster, body: { name, svm, clone } }, world) => {
    const origin = { cluster, svm: clone.parent_svm?.name ?? svm.name, volume: clone.parent_volume.name };
    return [`${svm.name}:${name}`, name, origin.volume, ...wholesOf(world, origin)];
  },
  run: ({ body, ...input }, call): Answer => {
    const { name: cluster } = clusterOf(call.world, input);
    const all = volumesOf(call.world, cluster);
    const volumes = all.filter(({ svm }) => svm === body.svm.name);
    const parentSvm = body.clone.parent_svm?.name ?? body.svm.name;
    const parent = all.find(({ svm, name }) => svm === parentSvm && name === body.clone.parent_volume.name);
    if (call.world.get(svmKind, GLOBAL_REGION, `${cluster}/${body.svm.name}`) === undefined)
      throw ontapError("2621462", `SVM "${body.svm.name}" does not exist.`, 404);
    mayChange(call, { cluster, svm: body.svm.name });
    if (parent === undefined) throw ontapError("917927", "The parent volume does not exist.", 404);
    if (volumes.some(({ name }) => name === body.name)) throw ontapError("917888", "A volume of that name exists already.", 409);
    const uuid = uuidOf("volume", cluster, body.svm.name, body.name, call.chance.hex(16, "clone"));
    call.world.put(volumeKind, GLOBAL_REGION, uuid, {
      uuid,
      cluster,
      svm: body.svm.name,
      name: body.name,
      path: body.nas?.path ?? null,
      exportPolicy: "default",
      fromMs: call.nowMs + call.chance.durationMs(CLONE, "clone"),
      clone: { svm: parentSvm, parent: parent.name, snapshot: body.clone.parent_snapshot?.name ?? "" },
    });
    return withJob(call, cluster, `POST ${body.name}`);
  },
});

/** `DELETE /storage/volumes/{uuid}`. */
export const deleteVolume = writeOperation({
  input: z.object({ ...requestShape, id: z.string() }),
  resources: named,
  run: ({ id, ...input }, call): Answer => {
    const { name } = clusterOf(call.world, input);
    const volume = own(call.world, name, id);
    call.world.remove(volumeKind, GLOBAL_REGION, id);
    return withJob(call, name, `DELETE ${volume.name}`);
  },
});
