// What the world writes down, and the storage that forgets it all (for tests).
import type { AwsEvent } from "../events/aws-event.ts";
import type { Effect } from "./effect.ts";

/** A resource record; `sinceMs` is the estate time of its last change. */
export type StoredResource = {
  readonly kind: string;
  readonly region: string;
  readonly id: string;
  readonly sinceMs: number;
  readonly body: unknown;
};

/** An AWS event that becomes visible at `dueMs` (estate time). */
export type DueEvent = { readonly id: string; readonly dueMs: number; readonly event: AwsEvent };

/** Everything one call changes; written in one transaction or not at all. */
export type Changes = {
  readonly put: readonly StoredResource[];
  readonly removed: readonly Omit<StoredResource, "sinceMs" | "body">[];
  readonly effects: readonly Effect[];
  readonly events: readonly DueEvent[];
  readonly deliveredEventIds: readonly string[];
};

/** All that a previous run left behind. */
export type StoredWorld = {
  readonly meta: Readonly<Record<string, string>>;
  readonly resources: readonly StoredResource[];
  readonly effects: readonly Effect[];
  readonly events: readonly DueEvent[];
};

/** Where the world lives. `commit` returns only when a killed process would find the changes again. */
export type Storage = {
  load(): StoredWorld;
  commit(changes: Changes): void;
  setMeta(key: string, value: string): void;
  close(): void;
};

/** Keeps nothing: the world lives in the process alone. */
export const createMemoryStorage = (): Storage => ({
  load: () => ({ meta: {}, resources: [], effects: [], events: [] }),
  commit: () => undefined,
  setMeta: () => undefined,
  close: () => undefined,
});
