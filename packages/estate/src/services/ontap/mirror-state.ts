// What a mirror shows at a moment: its state, its lag and whether it is healthy.
import type { ReadCall } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { clusterKind, type RelationshipRecord, type Transfer } from "./records.ts";

const LIVE = ["snapmirrored", "in_sync"];

/** What the state at a moment depends on. */
export type Moment = Pick<ReadCall, "world" | "nowMs" | "downSinceMs">;

/** The state at a moment. */
export const stateAt = ({ state, next }: RelationshipRecord, nowMs: number): string =>
  next !== undefined && nowMs >= next.atMs ? next.state : state;

/** Whether a change of state is on its way. */
export const isChanging = ({ next }: RelationshipRecord, nowMs: number): boolean => next !== undefined && nowMs < next.atMs;

/** The transfer that somebody asked for and that is under way, if any. */
export const transferAt = ({ transfers }: RelationshipRecord, nowMs: number): Transfer | undefined =>
  transfers.find(({ startMs, endMs }) => startMs <= nowMs && nowMs < endMs);

/** Whether data flows: a resynchronisation transfers, too. */
export const isTransferring = (mirror: RelationshipRecord, nowMs: number): boolean =>
  transferAt(mirror, nowMs) !== undefined || (isChanging(mirror, nowMs) && LIVE.includes(mirror.next?.state ?? ""));

/** Since when its source cannot be reached, if it cannot. */
export const sourceDownSince = ({ source }: RelationshipRecord, { world, downSinceMs }: Moment): number | undefined => {
  const site = world.get(clusterKind, GLOBAL_REGION, source.cluster)?.site;
  return site === undefined ? undefined : downSinceMs(site);
};

/** The moment whose data the destination has. */
export const snapshotAt = (mirror: RelationshipRecord, moment: Moment): number => {
  const { nowMs } = moment;
  const until = Math.min(nowMs, sourceDownSince(mirror, moment) ?? nowMs);
  const asked = mirror.transfers.filter(({ endMs }) => endMs <= until).map(({ startMs }) => startMs);
  const since = Math.max(
    mirror.snapshotMs,
    mirror.next && nowMs >= mirror.next.atMs && LIVE.includes(mirror.next.state) ? mirror.next.atMs : 0,
  );
  const isScheduled = LIVE.includes(stateAt(mirror, nowMs)) && mirror.everySeconds !== null;
  const stepMs = (mirror.everySeconds ?? 0) * 1000;
  const scheduled = isScheduled && stepMs > 0 && until > since ? since + Math.floor((until - since) / stepMs) * stepMs : since;
  return Math.max(scheduled, ...asked);
};

/** Healthy while the source can be reached and something is transferred. */
export const unhealthyReasons = (
  mirror: RelationshipRecord,
  moment: Moment,
): readonly { readonly code: string; readonly message: string }[] => {
  if (sourceDownSince(mirror, moment) !== undefined)
    return [{ code: "6619635", message: "Scheduled update failed: the source cluster cannot be reached." }];
  if (mirror.everySeconds === null && LIVE.includes(stateAt(mirror, moment.nowMs)))
    return [{ code: "13303844", message: "The last scheduled update did not complete." }];
  return [];
};

/** A time span as ONTAP writes it: `PT8H35M42S`. */
export const isoDuration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return `PT${h > 0 ? `${h}H` : ""}${m > 0 ? `${m}M` : ""}${s > 0 || seconds === 0 ? `${s}S` : ""}`;
};
