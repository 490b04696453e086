// The log of a DRS job up to a moment, as DescribeJobLogItems writes it.
import { NEVER_MS, toIso } from "../../estate-clock.ts";
import type { JobRecord, ServerLaunch } from "./records.ts";

type Entry = { readonly atMs: number; readonly event: string; readonly eventData?: Readonly<Record<string, string>> };

/** Log items so far, oldest first. Failures show here and in the servers' launchStatus, never in the job's status. */
export const jobLogAt = (job: JobRecord, nowMs: number): readonly object[] =>
  entriesOf(job)
    .filter(({ atMs }) => atMs <= nowMs && atMs < NEVER_MS)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, event, eventData }) => ({ logDateTime: toIso(atMs), event, ...(eventData && { eventData }) }));

const entriesOf = (job: JobRecord): readonly Entry[] => [
  { atMs: job.startMs, event: "JOB_START" },
  ...(job.type === "LAUNCH" ? job.launches.flatMap((launch) => launchEntries(launch, job.startMs)) : cleanUpEntries(job)),
  { atMs: job.endMs, event: "JOB_END" },
];

const launchEntries = (launch: ServerLaunch, startMs: number): readonly Entry[] => {
  const eventData = { sourceServerID: launch.sourceServerId };
  const at = (atMs: number, event: string, extra: Readonly<Record<string, string>> = {}): Entry => ({
    atMs,
    event,
    eventData: { ...eventData, ...extra },
  });
  const snapshot = at(startMs, "SNAPSHOT_START");
  if (launch.noSnapshot) {
    return [
      snapshot,
      at(launch.endMs, "SNAPSHOT_FAIL"),
      at(launch.endMs, "USING_PREVIOUS_SNAPSHOT_FAILED", { rawError: "No previous snapshot exists (simulated)." }),
    ];
  }
  const taken = launch.usedPreviousSnapshot
    ? [at(launch.snapshotEndMs, "SNAPSHOT_FAIL"), at(launch.snapshotEndMs, "USING_PREVIOUS_SNAPSHOT")]
    : [at(launch.snapshotEndMs, "SNAPSHOT_END")];
  const converted = [at(launch.snapshotEndMs, "CONVERSION_START"), at(launch.conversionEndMs, "CONVERSION_END")];
  const replaced =
    launch.replacedInstanceId === undefined ? [] : [at(launch.conversionEndMs, "CLEANUP_START"), at(launch.conversionEndMs, "CLEANUP_END")];
  const launched = [
    at(
      launch.conversionEndMs,
      "LAUNCH_START",
      launch.recoveryInstanceId === undefined ? {} : { targetInstanceID: launch.recoveryInstanceId },
    ),
  ];
  const failed =
    launch.outcome === "FAILED" ? [at(launch.endMs, "LAUNCH_FAILED", { rawError: "InsufficientInstanceCapacity (simulated)" })] : [];
  return [snapshot, ...taken, ...converted, ...replaced, ...launched, ...failed];
};

const cleanUpEntries = (job: Extract<JobRecord, { type: "TERMINATE" }>): readonly Entry[] =>
  job.instances.flatMap(({ sourceServerId, recoveryInstanceId }) => {
    const eventData = { sourceServerID: sourceServerId, targetInstanceID: recoveryInstanceId };
    return [
      { atMs: job.startMs, event: "CLEANUP_START", eventData },
      { atMs: job.endMs, event: "CLEANUP_END", eventData },
    ];
  });
