/** What planning calls: tag filters of a plan's waves become names, or a reason why not. */
import { DEFAULT_APPROVAL } from "@dr/domain";
import { DrError, toFailure, type ExecutionType, type Failure, type WaveSpec } from "@dr/events";
import type { Collect } from "../collect/collect.ts";
import type { DiscoveryTarget, TargetReading } from "../core/inventory.ts";
import { resolveWaves, selectsByTags, type ResolvedTask } from "./resolve-waves.ts";

/** What is to be resolved. */
export interface ResolveRequest {
  readonly waves: readonly WaveSpec[];
  readonly executionType: ExecutionType;
  /** Go on although an account or Region could not be read; a recovery then begins with an approval. */
  readonly allowPartialDiscovery: boolean;
  readonly lostRegions: readonly string[];
}

/** Waves that name everything. `tasks` and `targets` are undefined where no task selects by tags: then nobody was asked. */
export type Resolution =
  | { readonly ok: true; readonly waves: readonly WaveSpec[]; readonly found?: Discovered | undefined }
  | { readonly ok: false; readonly failure: Failure };

/** What the tags led to, and what it was read from. */
export interface Discovered {
  readonly tasks: readonly ResolvedTask[];
  readonly targets: readonly TargetReading[];
  /** True if an account or Region is missing in it. */
  readonly partial: boolean;
}

/** Resolves tag filters. Never throws for what AWS says: that is a failure with the account and Region that said it. */
export type ResolveTagFilters = (request: ResolveRequest) => Promise<Resolution>;

/** For a platform that looks nowhere: tag filters are refused (`planning.tag_filters_unsupported`). */
export const resolveNothing: ResolveTagFilters = ({ waves }) => {
  const byTags = waves.flatMap(({ tasks }) => tasks).find(selectsByTags);
  if (!byTags) return Promise.resolve({ ok: true, waves });
  const { taskId, waveNumber } = byTags;
  const message = `task ${taskId} selects its resources by tagFilters, and nobody here resolves them; resources have to be named`;
  const failure = { code: "planning.tag_filters_unsupported", message, retryable: false, details: { taskId, waveNumber } };
  return Promise.resolve({ ok: false, failure });
};

/** A resolver that looks at these accounts and Regions whenever a task selects by tags. */
export function createResolveTagFilters({
  collect,
  targets,
}: {
  readonly collect: Collect;
  readonly targets: readonly DiscoveryTarget[];
}): ResolveTagFilters {
  return async ({ waves, executionType, allowPartialDiscovery, lostRegions }) => {
    if (!waves.some(({ tasks }) => tasks.some(selectsByTags))) return { ok: true, waves };
    const inventory = await collect({ targets, lostRegions });
    const failed = inventory.targets.filter((target) => target.state === "failed");
    if (failed.length === targets.length || (failed.length > 0 && executionType === "recovery" && !allowPartialDiscovery)) {
      return { ok: false, failure: incomplete(failed, executionType) };
    }
    try {
      const { waves: named, tasks } = resolveWaves(waves, inventory);
      const partial = failed.length > 0;
      const gated = partial && executionType === "recovery" ? named.map(withGate) : named;
      return { ok: true, waves: gated, found: { tasks, targets: inventory.targets, partial } };
    } catch (error) {
      if (error instanceof DrError) return { ok: false, failure: toFailure(error) };
      throw error;
    }
  };
}

function incomplete(failed: readonly TargetReading[], executionType: ExecutionType): Failure {
  const said = failed.flatMap((target) =>
    target.state === "failed" ? [`${target.account} ${target.region}: ${target.failure.message}`] : [],
  );
  return {
    code: "planning.discovery_incomplete",
    message: `what has which tags could not be read everywhere: ${said.slice(0, 5).join("; ")}`,
    retryable: true,
    details: {
      targets: failed.slice(0, 50),
      hint:
        executionType === "recovery"
          ? "lostRegions reads a lost Region from its last snapshot; allowPartialDiscovery goes on without what failed, behind an approval"
          : "start again when the accounts and Regions answer",
    },
  };
}

/** A wave that waits for nobody asks first: its approver sees which accounts and Regions are missing. */
export function withGate(wave: WaveSpec): WaveSpec {
  if (wave.dependencies.length > 0 || (wave.pauseBeforeWave && wave.pause.approval)) return wave;
  const approval = wave.pause.approval ?? DEFAULT_APPROVAL;
  return { ...wave, pauseBeforeWave: true, pause: { ...wave.pause, approval } };
}
