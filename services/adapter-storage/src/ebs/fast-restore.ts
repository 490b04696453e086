/** Fast restore of a snapshot in the volume's Availability Zone: on before, off after. It costs by the hour until it is off. */
import { statusWords, NO_DATA } from "@dr/adapter-kit";
import type { SnapshotFacts } from "../api/disk-facts.ts";
import { effects } from "../transitions.ts";
import { fitSnapshot, portOf, requestOf, snapshotFor, type RestoreContext } from "./facts.ts";

interface FastFacts {
  readonly snapshot: SnapshotFacts | null;
  readonly zone: string;
  readonly state: string;
}
interface WantedFast {
  readonly on: boolean;
  readonly snapshotId: string;
}

const words = statusWords({
  code: "storage.fast_restore",
  serving: ["enabled", "off", "disabled"],
  passing: ["enabling", "optimizing", "disabling"],
  lasting: [],
});
const isOn = ({ state }: FastFacts): boolean => !["off", "disabled", "disabling"].includes(state);

/** A snapshot that restores fast already stays so: who pays for it wants it. */
export function fastRestore(on: boolean) {
  return effects({
    settleSeconds: 20,
    expectedSeconds: on ? 180 : 10,
    read: async (context: RestoreContext, target, wanted: WantedFast | undefined): Promise<FastFacts> => {
      const { availabilityZone: zone } = requestOf(context, target);
      const snapshot = await snapshotFor(context, target, wanted?.snapshotId);
      const states = snapshot === null ? {} : await portOf(context).fastRestore(snapshot.id);
      return { snapshot, zone, state: states[zone] ?? "off" };
    },
    status: ({ state }) => words(state),
    fit: ({ snapshot }, _context, target) => fitSnapshot(snapshot, target),
    want: (facts, context, target): WantedFast => {
      const snapshotId = facts.snapshot?.id ?? "";
      if (on) return { on, snapshotId };
      // Off again only what this task put on.
      const enabled = context.earlier(target.replace(/^slow:/, "fast:"))?.pre !== undefined;
      return { on: enabled ? false : isOn(facts), snapshotId };
    },
    reached: (facts, wanted) => (wanted.on ? facts.state === "enabled" : !isOn(facts)),
    act: async (context, _target, { before, wanted }) => {
      const port = portOf(context);
      if (wanted.on) await port.enableFastRestore(wanted.snapshotId, before.zone);
      else await port.disableFastRestore(wanted.snapshotId, before.zone);
      return null;
    },
    describe: ({ snapshot, zone, state }) => `fast restore of ${snapshot?.id ?? "a snapshot that is not there"} in ${zone} is ${state}`,
    evidence: ({ snapshot, zone, state }) => ({
      after: { snapshot: snapshot?.id ?? null, zone, fastSnapshotRestore: state },
      rpo: NO_DATA,
    }),
    // What was put off stays off: it costs.
    undo: (before): WantedFast => ({ on: on && isOn(before), snapshotId: before.snapshot?.id ?? "" }),
  });
}
