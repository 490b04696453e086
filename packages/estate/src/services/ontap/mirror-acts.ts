// What changes a mirror: quiesce, break, resync, transfer, create, release. A PATCH of the state only begins the change.
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { type WriteCall, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { type Answer, clusterOf, mirrorHere, mirrorsHere, ontapError, requestShape, withJob } from "./call.ts";
import { BREAK, QUIESCE, RESYNC, TRANSFER } from "./durations.ts";
import { isChanging, snapshotAt, sourceDownSince, stateAt, transferAt } from "./mirror-state.ts";
import {
  type Endpoint,
  groupTypeOf,
  type Member,
  pathOf,
  type RelationshipRecord,
  relationshipKind,
  uuidOf,
  volumeKind,
} from "./records.ts";
import { isRunning, WRITING } from "./svms.ts";

/** Codes of failed jobs by what was wanted (ONTAP REST API, PATCH of a SnapMirror relationship). */
const FAILED: Readonly<Record<string, string>> = { paused: "13303809", broken_off: "13303808" };

const named = ({ cluster, id }: { readonly cluster: string; readonly id: string }, world: WorldView): readonly string[] => {
  const mirror = mirrorsHere(world, cluster).find(({ uuid }) => uuid === id);
  return mirror === undefined ? [id] : [pathOf(mirror.destination), mirror.destination.volume, mirror.destination.cluster];
};

const target = z.object({ ...requestShape, id: z.string() });

/** Changes from one state into another by its time; the data stays that of now. */
const change = (
  mirror: RelationshipRecord,
  state: string,
  range: { readonly from: number; readonly to: number },
  call: WriteCall,
): void => {
  const atMs = call.faulty("never-completes") ? NEVER_MS : call.nowMs + call.chance.durationMs(range, state);
  const { next: _next, ...rest } = mirror;
  call.world.put(relationshipKind, GLOBAL_REGION, mirror.uuid, {
    ...rest,
    state: stateAt(mirror, call.nowMs),
    next: { state, atMs },
    snapshotMs: snapshotAt(mirror, call),
  });
};

const changed = (
  input: z.output<typeof target>,
  call: WriteCall,
  {
    to,
    from,
    refusal,
    range,
  }: {
    readonly to: string;
    readonly from: readonly string[];
    readonly refusal: string;
    readonly range: { readonly from: number; readonly to: number };
  },
): Answer => {
  const { name } = clusterOf(call.world, input);
  const mirror = mirrorHere(call.world, name, input.id);
  const state = stateAt(mirror, call.nowMs);
  if (input.query["validate_only"] === "true") return { status: 200, body: {} };
  if (state === to && !isChanging(mirror, call.nowMs)) return withJob(call, name, `PATCH ${input.id}`);
  if (isChanging(mirror, call.nowMs))
    throw ontapError("13303830", "Another operation is in progress on the relationship. Wait and retry.", 409);
  if (!from.includes(state)) throw ontapError(refusal, `The relationship is "${state}"; it cannot become "${to}".`, 409);
  // What is accepted may still fail, and only the job says so.
  if (call.faulty("launch-failed"))
    return withJob(call, name, `PATCH ${input.id} state ${to}`, { code: FAILED[to] ?? "13303828", message: `Failed to become "${to}".` });
  change(mirror, to, range, call);
  return withJob(call, name, `PATCH ${input.id} state ${to}`);
};

/** Quiesce: what is under way is finished first. */
export const pauseMirror = writeOperation({
  input: target,
  resources: named,
  run: (input, call): Answer => {
    const mirror = mirrorHere(call.world, clusterOf(call.world, input).name, input.id);
    if (transferAt(mirror, call.nowMs)) throw ontapError("13303816", "A transfer is in progress. Wait and retry.", 409);
    return changed(input, call, { to: "paused", from: ["snapmirrored", "in_sync", "out_of_sync"], refusal: "13303818", range: QUIESCE });
  },
});

/** Break: the destination becomes writable. */
export const breakMirror = writeOperation({
  input: target,
  resources: named,
  run: (input, call): Answer => {
    const mirror = mirrorHere(call.world, clusterOf(call.world, input).name, input.id);
    if (mirror.policyType === "automated_failover")
      throw ontapError("13303808", "A relationship with an automated failover policy cannot be broken.", 409);
    if (transferAt(mirror, call.nowMs)) throw ontapError("13303816", "A transfer is in progress. Wait and retry.", 409);
    return changed(input, call, {
      to: "broken_off",
      from: ["paused", "snapmirrored", "in_sync", "out_of_sync"],
      refusal: "13303828",
      range: BREAK,
    });
  },
});

/** Resume, initialise or resync: the destination follows its source, and loses what the source does not have. */
export const mirrorAgain = writeOperation({
  input: z.object({ ...target.shape, body: z.object({ state: z.string() }) }),
  resources: named,
  run: ({ body, ...input }, call): Answer => {
    const mirror = mirrorHere(call.world, clusterOf(call.world, input).name, input.id);
    if (sourceDownSince(mirror, call) !== undefined) throw ontapError("13303833", "The source cluster cannot be reached.", 409);
    const to = mirror.policyType === "sync" ? "in_sync" : "snapmirrored";
    if (body.state !== to)
      throw ontapError("262196", `A relationship of policy type "${mirror.policyType}" cannot become "${body.state}".`);
    const { cluster, svm } = mirror.destination;
    const isResync = !WRITING.includes(stateAt(mirror, call.nowMs));
    if (groupTypeOf(mirror.destination) === "svm_dr" && isResync && isRunning(call.world, cluster, svm, call.nowMs))
      throw ontapError("13434890", `SVM "${svm}" has to be stopped before it becomes the destination.`, 409);
    return changed(input, call, { to, from: ["paused", "broken_off", "uninitialized"], refusal: "13303832", range: RESYNC });
  },
});

/** A transfer outside the schedule. */
export const startTransfer = writeOperation({
  input: target,
  resources: named,
  run: (input, call): Answer => {
    const { name } = clusterOf(call.world, input);
    const mirror = mirrorHere(call.world, name, input.id);
    if (sourceDownSince(mirror, call) !== undefined) throw ontapError("13303829", "The source cluster cannot be reached.", 409);
    if (stateAt(mirror, call.nowMs) !== "snapmirrored")
      throw ontapError("13303829", "Transfers need a relationship that is snapmirrored.", 409);
    if (transferAt(mirror, call.nowMs)) throw ontapError("13303816", "A transfer is in progress. Wait and retry.", 409);
    const transfer = {
      uuid: uuidOf("transfer", call.chance.hex(32, "transfer")),
      startMs: call.nowMs,
      endMs: call.faulty("never-completes") ? NEVER_MS : call.nowMs + call.chance.durationMs(TRANSFER, "transfer"),
    };
    call.world.put(relationshipKind, GLOBAL_REGION, mirror.uuid, { ...mirror, transfers: [...mirror.transfers, transfer] });
    return withJob(call, name, `POST ${mirror.uuid} transfer`);
  },
});

const group = { path: z.string(), consistency_group_volumes: z.array(z.object({ name: z.string() })).optional() };
const creation = z.object({
  ...requestShape,
  body: z.object({
    source: z.object({ ...group, cluster: z.object({ name: z.string() }) }),
    destination: z.object(group),
    policy: z.object({ name: z.string() }).optional(),
  }),
});
type Creation = z.output<typeof creation>["body"];

const endpointOf = (cluster: string, path: string): Endpoint => {
  const at = path.indexOf(":");
  return { cluster, svm: path.slice(0, at), volume: path.slice(at + 1) };
};

/** The volumes of a group: a consistency group names them, a virtual machine has all that is in it. */
const membersOf = (world: WorldView, source: Endpoint, { source: from, destination: to }: Creation): readonly Member[] => {
  const type = groupTypeOf(source);
  if (type === "none") return [];
  if (type === "svm_dr")
    return world
      .list(volumeKind, GLOBAL_REGION)
      .filter(({ cluster, svm, clone }) => cluster === source.cluster && svm === source.svm && clone === undefined)
      .map(({ name }) => ({ source: name, destination: name }));
  const [sources = [], destinations = []] = [from.consistency_group_volumes, to.consistency_group_volumes];
  if (sources.length === 0 || sources.length !== destinations.length)
    throw ontapError("262254", "consistency_group_volumes has to name as many volumes at both ends.");
  return sources.map(({ name }, index) => ({ source: name, destination: destinations[index]?.name ?? "" }));
};

/** Makes a mirror from there to here, not initialised yet. */
export const createMirror = writeOperation({
  input: creation,
  resources: ({ cluster, body }) => [body.destination.path, body.destination.path.split(":")[1] ?? "", cluster],
  run: ({ body, ...input }, call): Answer => {
    const { name } = clusterOf(call.world, input);
    const destination = endpointOf(name, body.destination.path);
    const source = endpointOf(body.source.cluster.name, body.source.path);
    if (mirrorsHere(call.world, name).some((mirror) => pathOf(mirror.destination) === pathOf(destination)))
      throw ontapError("6619637", "Relationship already exists.", 409);
    if (groupTypeOf(source) !== groupTypeOf(destination)) throw ontapError("6619731", "Both endpoints have to be of one type.");
    const members = membersOf(call.world, source, body);
    const volumes = call.world.list(volumeKind, GLOBAL_REGION);
    const needed = groupTypeOf(source) === "none" ? [{ source: source.volume, destination: destination.volume }] : members;
    for (const end of needed.flatMap((one) => [
      { ...source, volume: one.source },
      { ...destination, volume: one.destination },
    ])) {
      if (!volumes.some(({ cluster, svm, name: own }) => cluster === end.cluster && svm === end.svm && own === end.volume))
        throw ontapError("6619699", `Volume ${pathOf(end)} does not exist.`, 404);
    }
    const uuid = uuidOf("mirror", call.chance.hex(32, "mirror"));
    const mirror: RelationshipRecord = {
      uuid,
      source,
      destination,
      policyType: body.policy?.name === "Sync" ? "sync" : "async",
      members,
      state: "uninitialized",
      snapshotMs: 0,
      everySeconds: 300,
      transfers: [],
    };
    call.world.put(relationshipKind, GLOBAL_REGION, uuid, mirror);
    return withJob(call, name, `POST ${pathOf(destination)}`);
  },
});

/** Removes a mirror; the volumes stay as they are. */
export const deleteMirror = writeOperation({
  input: target,
  resources: named,
  run: (input, call): Answer => {
    const { name } = clusterOf(call.world, input);
    const mirror = mirrorHere(call.world, name, input.id);
    call.world.remove(relationshipKind, GLOBAL_REGION, mirror.uuid);
    return withJob(call, name, `DELETE ${mirror.uuid}`);
  },
});
