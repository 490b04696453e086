/** A volume of a snapshot. A drill makes it, too, and attaches it to nothing; its cleanup deletes it. */
import { block, statusWords, type Evidence, type Finding } from "@dr/adapter-kit";
import type { Rpo } from "@dr/events";
import type { SnapshotFacts, VolumeFacts } from "../api/disk-facts.ts";
import { markOf } from "../mark.ts";
import { secondsBetween } from "../seconds-between.ts";
import { effects } from "../transitions.ts";
import { idOf, otherRegion } from "../written.ts";
import { fitSnapshot, portOf, requestOf, snapshotFor, type RestoreContext } from "./facts.ts";
import type { VolumeRequest } from "./restore-input.ts";

interface VolumeState {
  readonly request: VolumeRequest;
  readonly snapshot: SnapshotFacts | null;
  readonly volume: VolumeFacts | null;
  readonly region: string;
  /** The instance that it is for: where that is, and which of its devices are taken. */
  readonly zone: string | null;
  readonly taken: readonly string[];
  readonly now: string;
}
interface WantedVolume {
  readonly mark: string;
  readonly snapshotId: string;
  readonly exists: boolean;
}

/** The device of a request. */
export const deviceOf = ({ device = "/dev/sdf" }: VolumeRequest): string => device;

const words = statusWords({
  code: "storage.volume_failed",
  serving: ["none", "available", "in-use"],
  passing: ["creating", "deleting"],
  lasting: ["error"],
});

/** A zone bears the name of its Region, a Local Zone, too. */
function fitZone({ request: { availabilityZone }, region }: VolumeState): readonly Finding[] {
  if (availabilityZone.startsWith(region)) return [];
  const message = `${availabilityZone} is not in ${region}: mend availabilityZone, or config.region`;
  return [block("storage.other_zone", message, { availabilityZone, region })];
}

function fitInstance({ request, region, zone, taken }: VolumeState): readonly Finding[] {
  const { instanceId, availabilityZone } = request;
  if (instanceId === undefined) return [];
  const elsewhere = otherRegion(instanceId, region, "config.region");
  if (elsewhere) return [elsewhere];
  if (zone === null) return [block("storage.no_instance", `${instanceId} is not in this Region`, { instanceId })];
  if (zone !== availabilityZone) {
    const message = `${instanceId} is in ${zone}: a volume in ${availabilityZone} cannot be attached to it; mend availabilityZone`;
    return [block("storage.other_zone", message, { instanceId, zone })];
  }
  if (!taken.includes(deviceOf(request))) return [];
  return [block("storage.device_taken", `${instanceId} has another volume as ${deviceOf(request)}: name another device`, { instanceId })];
}

/** The volume, by its mark. */
export const makeVolume = effects({
  settleSeconds: 20,
  expectedSeconds: 10,
  read: async (context: RestoreContext, target, wanted: WantedVolume | undefined): Promise<VolumeState> => {
    const request = requestOf(context, target);
    const port = portOf(context);
    const snapshot = await snapshotFor(context, target, wanted?.snapshotId);
    const volume = wanted === undefined ? null : await port.volumeOf(wanted.mark);
    const { region } = context.clients.place(context.config.region);
    if (request.instanceId === undefined || wanted !== undefined)
      return { request, snapshot, volume, region, zone: null, taken: [], now: context.now };
    const zone = await port.zoneOf(idOf(request.instanceId));
    const taken = (await port.volumesOn(idOf(request.instanceId))).map(({ attachment }) => attachment?.device ?? "");
    return { request, snapshot, volume, region, zone, taken, now: context.now };
  },
  status: ({ volume }) => words(volume?.state ?? "none"),
  fit: (facts, _context, target) => [...fitSnapshot(facts.snapshot, target), ...fitZone(facts), ...fitInstance(facts)],
  want: ({ snapshot }, context): WantedVolume => ({ mark: markOf(context), snapshotId: snapshot?.id ?? "", exists: true }),
  reached: ({ volume }, { exists }) => (volume !== null) === exists,
  act: async (context, _target, { before, wanted }) => {
    const { snapshotId, mark } = wanted;
    if (wanted.exists) await portOf(context).createVolume({ snapshotId, availabilityZone: before.request.availabilityZone, mark });
    else await portOf(context).deleteVolume(before.volume?.id ?? "");
    return null;
  },
  describe: ({ snapshot, volume }) =>
    `volume of ${snapshot?.id ?? "a snapshot that is not there"} is ${volume ? `${volume.id}, ${volume.state}` : "not made"}`,
  evidence: (facts, { wanted }) => volumeEvidence(facts, wanted),
  undo: (_before, _facts, { originals }): WantedVolume => ({ ...wantedOf(originals.at(-1)), exists: false }),
});

/** How old what a snapshot shows is. */
function ageOf({ snapshot, now }: VolumeState): Rpo {
  const method = "snapshot_age";
  const at = snapshot?.keptAt ?? null;
  if (at === null) return { seconds: null, method, confidence: "unknown" };
  return { seconds: secondsBetween(at, now), method, confidence: snapshot?.isEstimate === true ? "estimate" : "exact" };
}

const lossOf = ({ seconds }: Rpo) => ({ possible: seconds !== 0, ...(seconds === null ? {} : { seconds }) });

function volumeEvidence(facts: VolumeState, { exists }: WantedVolume): Evidence {
  const { snapshot, volume } = facts;
  const rpo = ageOf(facts);
  const id = volume?.id ?? null;
  const hydrated = volume?.isWhole === true;
  const warning = `${id ?? "the volume"} is unhydrated: each block is fetched when it is first read, slowly; fastSnapshotRestore avoids it`;
  return {
    after: { volume: id, snapshot: snapshot?.id ?? null, hydrated, keptAt: snapshot?.keptAt ?? null },
    externalIds: id === null ? {} : { volume: id },
    rpo,
    dataLoss: lossOf(rpo),
    warnings: hydrated || !exists ? [] : [warning],
  };
}

/** The volume that a journaled act made. */
export function wantedOf(original: { readonly pre: unknown } | undefined): WantedVolume {
  const { wanted } = (original?.pre ?? {}) as { readonly wanted?: WantedVolume };
  return wanted ?? { mark: "", snapshotId: "", exists: false };
}
