// Storage virtual machines: running or stopped, and whether a mirror writes them.
import * as z from "zod";
import { NEVER_MS } from "../../estate-clock.ts";
import { type ReadCall, readOperation, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { type Answer, clusterOf, listOf, noEntry, ontapError, requestShape, withJob } from "./call.ts";
import { SVM } from "./durations.ts";
import { inOtherWords } from "./mirror-reads.ts";
import { stateAt } from "./mirror-state.ts";
import { groupTypeOf, pathOf, type RelationshipRecord, relationshipKind, type SvmRecord, type SvmState, svmKind } from "./records.ts";

/** States in which a mirror writes its destination. */
export const WRITING: readonly string[] = ["snapmirrored", "in_sync", "out_of_sync", "synchronizing", "paused"];

/** The state at a moment; on the way it is called `starting` or `stopping`. */
const svmStateAt = ({ state, next }: SvmRecord, nowMs: number): string => {
  if (next === undefined) return state;
  return nowMs >= next.atMs ? next.state : next.state === "running" ? "starting" : "stopping";
};

/** The mirror of a whole virtual machine onto this one, while it writes it: nothing in it may be changed then. */
export const writtenBy = (
  world: WorldView,
  { cluster, svm }: { readonly cluster: string; readonly svm: string },
  nowMs: number,
): RelationshipRecord | undefined =>
  world
    .list(relationshipKind, GLOBAL_REGION)
    .find(
      (mirror) =>
        groupTypeOf(mirror.destination) === "svm_dr" &&
        mirror.destination.cluster === cluster &&
        mirror.destination.svm === svm &&
        WRITING.includes(stateAt(mirror, nowMs)),
    );

/** The mirrors of a whole, by the path of their destination, in which a volume lies at either end; all of a virtual machine where none is named. */
export const wholesOf = (
  world: WorldView,
  { cluster, svm, volume }: { readonly cluster: string; readonly svm: string; readonly volume?: string },
) =>
  world.list(relationshipKind, GLOBAL_REGION).flatMap(({ source, destination, members }) => {
    const isAt = (end: "source" | "destination"): boolean => {
      const place = end === "source" ? source : destination;
      if (place.cluster !== cluster || place.svm !== svm) return false;
      return volume === undefined ? groupTypeOf(place) === "svm_dr" : members.some((member) => member[end] === volume);
    };
    return isAt("source") || isAt("destination") ? [pathOf(destination)] : [];
  });

/** Whether it serves clients. */
export const isRunning = (world: WorldView, cluster: string, svm: string, nowMs: number): boolean => {
  const found = world.get(svmKind, GLOBAL_REGION, `${cluster}/${svm}`);
  return found !== undefined && svmStateAt(found, nowMs) !== "stopped";
};

const svmsOf = (world: WorldView, cluster: string): readonly SvmRecord[] =>
  world.list(svmKind, GLOBAL_REGION).filter((svm) => svm.cluster === cluster);

/** The subtype is `dp_destination` while a mirror of a whole virtual machine writes it. */
const shape = (svm: SvmRecord, { world, nowMs }: Pick<ReadCall, "world" | "nowMs">): object => ({
  uuid: svm.uuid,
  name: svm.name,
  state: svmStateAt(svm, nowMs),
  subtype: writtenBy(world, { cluster: svm.cluster, svm: svm.name }, nowMs) === undefined ? "default" : "dp_destination",
});

/** `GET /svm/svms/{uuid}`. */
export const getSvm = readOperation({
  input: z.object({ ...requestShape, id: z.string() }),
  run: ({ id, ...input }, call): Answer => {
    const { name: cluster } = clusterOf(call.world, input);
    const svm = svmsOf(call.world, cluster).find(({ uuid }) => uuid === id);
    if (svm === undefined) throw noEntry();
    return { status: 200, body: shape(svm, call) };
  },
  withStatus: inOtherWords,
});

/** `GET /svm/svms`. */
export const listSvms = readOperation({
  input: z.object(requestShape),
  run: (input, call): Answer => {
    const { name: cluster } = clusterOf(call.world, input);
    return listOf(
      svmsOf(call.world, cluster).map((svm) => shape(svm, call)),
      input,
      call,
    );
  },
  withStatus: inOtherWords,
});

/** `PATCH /svm/svms/{uuid}`: starts or stops it. One that a mirror writes rests until the mirror is broken off. */
export const updateSvm = writeOperation({
  input: z.object({ ...requestShape, id: z.string(), body: z.object({ state: z.enum(["running", "stopped"]) }) }),
  resources: ({ id }, world) => {
    const svm = world.list(svmKind, GLOBAL_REGION).find(({ uuid }) => uuid === id);
    return svm ? [`${svm.name}:`, svm.name, svm.cluster, ...wholesOf(world, { cluster: svm.cluster, svm: svm.name })] : [id];
  },
  run: ({ id, body, ...input }, call): Answer => {
    const { name: cluster } = clusterOf(call.world, input);
    const svm = svmsOf(call.world, cluster).find(({ uuid }) => uuid === id);
    if (svm === undefined) throw noEntry();
    if (body.state === "running" && writtenBy(call.world, { cluster, svm: svm.name }, call.nowMs))
      throw ontapError(
        // The three codes 13434889 to 13434891 of virtual machines are assumed: NetApp's published lists were not read for them, and no adapter looks at them.
        "13434889",
        `SVM "${svm.name}" is the destination of SVM disaster recovery: break it off before it is started.`,
        409,
      );
    const settled: SvmState = (svm.next?.atMs ?? 0) <= call.nowMs ? (svm.next?.state ?? svm.state) : svm.state;
    const atMs = call.faulty("never-completes") ? NEVER_MS : call.nowMs + call.chance.durationMs(SVM, body.state);
    const next = settled === body.state ? {} : { next: { state: body.state, atMs } };
    const { next: _next, ...rest } = svm;
    call.world.put(svmKind, GLOBAL_REGION, `${cluster}/${svm.name}`, { ...rest, state: settled, ...next });
    return withJob(call, cluster, `PATCH ${svm.name}`);
  },
});
