/** Measures what a run promises about two Regions: how fast the lead is taken, how fast everything goes on after a partition, and that nothing acknowledged is lost. */
import { LEADERSHIP_STREAM, type Commit } from "@dr/event-log";
import type { ApiRequest } from "../components/api.ts";
import type { ExecutionModel } from "../invariants/execution-model.ts";
import type { Judge } from "../invariants/violation.ts";
import { expectedOf } from "./acknowledged.ts";
import { NO_PROOF, type ProofFigures } from "./figures.ts";
import { startRound, type Round } from "./round.ts";

/** Everything must go on so soon after the last partition has healed and faults have stopped. */
const MAX_RECOVERY_MS = 20_000;

/** The measures of one run. */
export interface Proof {
  readonly onCommit: (commit: Commit) => void;
  readonly onHandled: (executionId: string, taskId: string, epoch: number) => void;
  /** The API said yes to somebody. */
  readonly onAcknowledged: (request: ApiRequest, body: unknown) => void;
  /** A partition begins; `hitsLeader` if nobody can reach the Region that leads any more. */
  readonly onCut: (hitsLeader: boolean) => void;
  readonly onHeal: (isLast: boolean) => void;
  readonly judge: () => void;
  readonly figures: () => ProofFigures;
}

/** What the proof is held against. */
export interface ProofDeps {
  readonly judge: Judge;
  readonly nowMs: () => number;
  readonly models: ReadonlyMap<string, ExecutionModel>;
}

/** Nothing measured yet. */
export function createProof({ judge, nowMs, models }: ProofDeps): Proof {
  const types = new Map<string, Set<string>>();
  const figures = { ...NO_PROOF };
  const takeOvers: Round[] = [];
  let recovery: Round | undefined;
  let lostAtMs: number | undefined;
  let epoch = 0;

  return {
    onCommit: (commit) => {
      const { streamId, events } = commit;
      if (streamId === LEADERSHIP_STREAM) {
        epoch = Math.max(epoch, ...events.map(({ data }) => Number(data["epoch"])));
        if (lostAtMs !== undefined) takeOvers.push(startRound({ sinceMs: lostAtMs, epoch, nowMs, models }));
        lostAtMs = undefined;
      }
      const known = types.get(streamId) ?? new Set();
      for (const { type } of events) known.add(type);
      types.set(streamId, known);
      for (const round of [...takeOvers, ...(recovery ? [recovery] : [])]) round.onCommit(commit);
    },
    onHandled: (...told) => {
      for (const round of [...takeOvers, ...(recovery ? [recovery] : [])]) round.onHandled(...told);
    },
    onAcknowledged: (request, body) => {
      const expected = expectedOf(request, body);
      if (!expected) return;
      figures.acknowledged += 1;
      const known = types.get(expected.streamId);
      const isThere = expected.types.some((type) => known?.has(type));
      if (!isThere) figures.lost += 1;
      judge.expect(
        isThere,
        "no acknowledged command is lost",
        () => `${request.route}: ${expected.streamId} has no ${expected.types.join(" or ")}`,
      );
    },
    onCut: (hitsLeader) => {
      figures.partitions += 1;
      lostAtMs = hitsLeader ? nowMs() : undefined;
    },
    onHeal: (isLast) => {
      lostAtMs = undefined;
      if (isLast) recovery = startRound({ sinceMs: nowMs(), epoch: epoch + 1, nowMs, models });
    },
    judge: () => {
      if (!recovery) return;
      const { tookMs, left } = recovery;
      judge.expect((tookMs() ?? Infinity) <= MAX_RECOVERY_MS, "everything goes on soon after healing", () =>
        tookMs() === undefined ? left().join("; ") : `after ${tookMs()} ms`,
      );
    },
    figures: () => ({
      ...figures,
      takeOverMs: takeOvers.flatMap(({ ledMs }) => ledMs() ?? []),
      askedAgainMs: takeOvers.flatMap(({ tookMs }) => tookMs() ?? []),
      recoveryMs: recovery?.tookMs() === undefined ? [] : [recovery.tookMs() ?? 0],
    }),
  };
}
