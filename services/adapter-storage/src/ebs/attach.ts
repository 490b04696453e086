/** The volume on its instance. */
import { block, parseStage, NO_DATA } from "@dr/adapter-kit";
import type { VolumeFacts } from "../api/disk-facts.ts";
import { effects } from "../transitions.ts";
import { portOf, requestOf, type RestoreContext } from "./facts.ts";
import { deviceOf } from "./make-volume.ts";
import type { VolumeRequest } from "./restore-input.ts";
import { idOf } from "../written.ts";

interface AttachFacts {
  readonly request: VolumeRequest;
  readonly volume: VolumeFacts | null;
}
interface WantedAttach {
  readonly volumeId: string;
  readonly attached: boolean;
}

/** What the stage before made. */
function madeBefore(context: RestoreContext, target: string): string | null {
  const made = context.earlier(`volume:${parseStage(target).name}`)?.result?.after["volume"];
  return typeof made === "string" ? made : null;
}

const instanceOf = ({ instanceId = "" }: VolumeRequest): string => idOf(instanceId);

export const attach = effects({
  settleSeconds: 20,
  expectedSeconds: 10,
  read: async (context: RestoreContext, target, wanted: WantedAttach | undefined): Promise<AttachFacts> => {
    const id = wanted?.volumeId ?? madeBefore(context, target);
    return { request: requestOf(context, target), volume: id === null ? null : await portOf(context).volume(id) };
  },
  status: ({ volume }) => {
    const word = volume?.attachment?.state ?? "none";
    return { word, meaning: ["attaching", "detaching", "busy"].includes(word) ? "passing" : "serving", code: "storage.volume_busy" };
  },
  fit: ({ volume, request }) => {
    const on = volume?.attachment?.instanceId;
    if (on === undefined || on === instanceOf(request)) return [];
    const message = `${volume?.id ?? ""} is attached to ${on}, not to ${request.instanceId ?? "nothing"}`;
    return [block("storage.volume_in_use", message, { instanceId: on })];
  },
  want: ({ volume }): WantedAttach => ({ volumeId: volume?.id ?? "", attached: true }),
  reached: ({ volume, request }, { attached }) => (volume?.attachment?.instanceId === instanceOf(request)) === attached,
  act: async (context, _target, { before, wanted }) => {
    const port = portOf(context);
    if (wanted.attached) await port.attachVolume(wanted.volumeId, instanceOf(before.request), deviceOf(before.request));
    else await port.detachVolume(wanted.volumeId);
    return null;
  },
  describe: ({ volume }) =>
    `${volume?.id ?? "the volume"} is ${volume?.attachment ? `${volume.attachment.state} on ${volume.attachment.instanceId}` : "not attached"}`,
  evidence: ({ volume }) => ({
    after: { volume: volume?.id ?? null, instance: volume?.attachment?.instanceId ?? null, device: volume?.attachment?.device ?? null },
    externalIds: volume ? { volume: volume.id } : {},
    rpo: NO_DATA,
  }),
  undo: (_before, { volume }): WantedAttach => ({ volumeId: volume?.id ?? "", attached: false }),
});
