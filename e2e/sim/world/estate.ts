/** The estate: resources that jobs move, and that can be moved twice by mistake. It counts what was really done. */
import { createRandom } from "../kernel/random.ts";
import type { Scheduler } from "../kernel/scheduler.ts";
import { plainName } from "./spelling.ts";

/** What a job does to its resource: carry out the task's effect, or take it back. */
export type JobKind = "forward" | "inverse";

/** A job that the estate accepted. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly operationId: string;
  readonly startedAtMs: number;
  /** When it ends by itself; never, if infinite. */
  readonly endsAtMs: number;
  /** How it ends by itself. */
  readonly fate: "succeeds" | "fails_retryable" | "fails_for_good";
  readonly stoppable: boolean;
  stoppedAtMs: number | undefined;
}

/** A job as somebody sees it who looks at it. */
export type JobState = "running" | "succeeded" | "failed_retryable" | "failed_for_good" | "stopped";

/** A resource as a read shows it. `jobs` are the ids of all that were ever accepted, oldest first. */
export interface ResourceView {
  readonly moved: boolean;
  readonly jobs: readonly { readonly id: string; readonly kind: JobKind; readonly operationId: string; readonly state: JobState }[];
}

/** What the invariants want to know of the estate. */
export interface EstateWatch {
  readonly onAct: (act: {
    readonly resource: string;
    readonly kind: JobKind;
    readonly operationId: string;
    readonly before: ResourceView;
  }) => void;
}

/** The estate. Nothing here fails: the network in front of it does. */
export interface Estate {
  /** The resource as it was `lagMs` ago; now, if nothing is given. */
  readonly look: (resource: string, lagMs?: number) => ResourceView;
  /** Accepts an act, without asking whether it makes sense. Returns the id of the job. */
  readonly start: (resource: string, kind: JobKind, operationId: string) => string;
  /** Asks a job to stop; false if it cannot be stopped or is over. */
  readonly stop: (resource: string, jobId: string) => boolean;
  /** Acts accepted so far. */
  readonly effects: () => number;
}

/** An estate in which nothing was moved. How a job goes depends on the seed and on the resource's own history alone. */
export function createEstate(seed: number, scheduler: Scheduler, watch: EstateWatch): Estate {
  const resources = new Map<string, Job[]>();
  let effects = 0;
  const jobsOf = (written: string): Job[] => resources.get(plainName(written)) ?? [];
  const look = (resource: string, lagMs = 0): ResourceView => {
    const atMs = scheduler.nowMs() - lagMs;
    const known = jobsOf(resource).filter((job) => job.startedAtMs <= atMs);
    const jobs = known.map((job) => ({ id: job.id, kind: job.kind, operationId: job.operationId, state: stateOf(job, atMs) }));
    const last = jobs.findLast((job) => job.state === "succeeded");
    return { moved: last?.kind === "forward", jobs };
  };
  return {
    look,
    start: (written, kind, operationId) => {
      const resource = plainName(written);
      watch.onAct({ resource, kind, operationId, before: look(resource) });
      effects += 1;
      const jobs = jobsOf(resource);
      const job = newJob(seed, `${resource}/${jobs.length + 1}`, { kind, operationId, nowMs: scheduler.nowMs() });
      resources.set(resource, [...jobs, job]);
      return job.id;
    },
    stop: (resource, jobId) => {
      const job = jobsOf(resource).find(({ id }) => id === jobId);
      if (!job || !job.stoppable || stateOf(job, scheduler.nowMs()) !== "running") return false;
      job.stoppedAtMs = scheduler.nowMs();
      return true;
    },
    effects: () => effects,
  };
}

function stateOf(job: Job, nowMs: number): JobState {
  if (job.stoppedAtMs !== undefined && job.stoppedAtMs <= nowMs) return "stopped";
  if (nowMs < job.endsAtMs) return "running";
  if (job.fate === "succeeds") return "succeeded";
  return job.fate === "fails_retryable" ? "failed_retryable" : "failed_for_good";
}

function newJob(seed: number, id: string, { kind, operationId, nowMs }: { kind: JobKind; operationId: string; nowMs: number }): Job {
  const random = createRandom(seed, `job ${id}`);
  const lastsMs = random.weighted([
    [6, random.between(500, 5_000)],
    [6, random.between(5_000, 60_000)],
    [1.5, random.between(60_000, 400_000)],
    [kind === "forward" ? 0.5 : 0.2, Number.POSITIVE_INFINITY],
  ]);
  const fate = random.weighted<Job["fate"]>([
    [8, "succeeds"],
    [1.2, "fails_retryable"],
    [kind === "forward" ? 0.6 : 0.2, "fails_for_good"],
  ]);
  return {
    id,
    kind,
    operationId,
    startedAtMs: nowMs,
    endsAtMs: nowMs + lastsMs,
    fate,
    stoppable: random.chance(0.6),
    stoppedAtMs: undefined,
  };
}
