/** The list of executions: a cache derived from the log. Decisions never read it. */
import { type ExecutionType, lazyLooseObject, SHOWN_STATUSES, type ShownStatus } from "@dr/events";
import * as z from "zod";

/** Shards of the index of open executions. */
export const ACTIVE_SHARDS = 16;

/** One execution in the list. `dueAt` is present exactly while the execution is open; `version` is that of its stream. */
export const historyItemSchema = lazyLooseObject(() => ({
  ExecutionId: z.string().min(1),
  PlanId: z.string(),
  PlanName: z.string(),
  Status: z.enum(SHOWN_STATUSES),
  StartTime: z.string().min(1),
  version: z.int().positive(),
  dueAt: z.string().optional(),
  activeShard: z.string().optional(),
  currentWave: z.int().nullable(),
  executionType: z.string(),
  mode: z.string(),
  requestedBy: z.string().nullable(),
  finishedAt: z.string().optional(),
  waveCount: z.int().nonnegative(),
  /** Absent in items of earlier versions. */
  Tags: z.record(z.string(), z.string()).optional(),
  summary: z.unknown(),
}));
/** One execution in the list, as read. */
export type HistoryItem = z.infer<typeof historyItemSchema>;

/** One execution in the list, as written. The store derives `activeShard` from `ExecutionId` while there is a `dueAt`. */
export interface NewHistoryItem {
  readonly ExecutionId: string;
  readonly PlanId: string;
  readonly PlanName: string;
  readonly Status: ShownStatus;
  readonly StartTime: string;
  readonly version: number;
  readonly dueAt?: string | undefined;
  readonly activeShard?: string | undefined;
  readonly currentWave: number | null;
  readonly executionType: string;
  readonly mode: string;
  readonly requestedBy: string | null;
  readonly finishedAt?: string | undefined;
  readonly waveCount: number;
  readonly Tags?: Readonly<Record<string, string>> | undefined;
  readonly TriggerSource?: string | undefined;
  readonly ExecutionType?: string | undefined;
  readonly WaveProgress?: unknown;
  readonly TechnologyResults?: unknown;
  readonly summary: unknown;
}

/**
 * One page of a list: `limit` (default 50) items from `cursor` on, of those that started from `startedFrom` and before `startedBefore` (ISO 8601 in UTC with
 * milliseconds). A cursor is opaque and belongs to the same list in the same order.
 */
export interface PageOptions {
  readonly startedFrom?: string | undefined;
  readonly startedBefore?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly order?: "newest_first" | "oldest_first" | undefined;
}

/** A page; without a `cursor` it is the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string;
}

/** The list of executions. Lists are eventually consistent; an execution that changes its status between two pages may be seen twice. */
export interface HistoryStore {
  /** Writes an item unless a version at least as high is there. Resolves to whether it was written. */
  readonly put: (item: NewHistoryItem) => Promise<boolean>;
  readonly get: (executionId: string) => Promise<HistoryItem | null>;
  /** The items of these executions, a hundred in a request; what is not there is left out. */
  readonly getAll: (executionIds: readonly string[]) => Promise<ReadonlyMap<string, HistoryItem>>;
  /** Takes the item of an ended execution off the list, if it is still of this version. Resolves to whether it was there. The log is not touched. */
  readonly remove: (executionId: string, version: number) => Promise<boolean>;
  /** Executions of one status by StartTime, newest first unless asked otherwise. Throws `history.invalid_cursor`. */
  readonly listByStatus: (status: ShownStatus, options?: PageOptions) => Promise<Page<HistoryItem>>;
  /** Executions of all statuses by StartTime, newest first unless asked otherwise. Throws `history.invalid_cursor`. */
  readonly listAll: (options?: PageOptions) => Promise<Page<HistoryItem>>;
  /** Executions of one plan (of one type, if asked) by StartTime, newest first unless asked otherwise. Throws `history.invalid_cursor`. */
  readonly listByPlan: (planId: string, options?: PageOptions & { readonly executionType?: ExecutionType }) => Promise<Page<HistoryItem>>;
  /** Open executions of a shard ("0" to "15") that have something due at `nowIso`, longest due first. */
  readonly listDue: (shard: string, nowIso: string) => Promise<readonly HistoryItem[]>;
  /** All open executions of a shard ("0" to "15"). */
  readonly listActive: (shard: string) => Promise<readonly HistoryItem[]>;
}
