// The simulated world: resource records, the journal of effects and the events to come, changed in transactions.
import type { AwsEvent } from "../events/aws-event.ts";
import type { Effect } from "./effect.ts";
import type { Kind } from "./kind.ts";
import { createResourceMap, type ResourceMap } from "./resource-map.ts";
import type { Changes, DueEvent, Storage, StoredResource, StoredWorld } from "./storage.ts";

/** Reads resource records. Records are frozen by convention: change one by putting a new one. */
export type WorldView = {
  get<Body>(kind: Kind<Body>, region: string, id: string): Body | undefined;
  list<Body>(kind: Kind<Body>, region: string): readonly Body[];
  /** Regions that hold at least one record of the kind, sorted. */
  regions(kind: Kind<unknown>): readonly string[];
};

/** Reads and changes within one transaction; reads see the transaction's own changes. */
export type WorldChange = WorldView & {
  put<Body>(kind: Kind<Body>, region: string, id: string, body: Body): void;
  remove(kind: Kind<unknown>, region: string, id: string): void;
  record(effect: Effect): void;
  schedule(dueMs: number, event: AwsEvent): void;
};

/** The world of one estate. */
export type World = {
  /** The records as they are, or as they were at `asOfMs` (estate time), at most one version back. */
  view(asOfMs?: number): WorldView;
  /** Runs `change`; on return everything it did is on disk, when it throws nothing was done. */
  transact<Result>(nowMs: number, change: (world: WorldChange) => Result): Result;
  /** The journal, oldest first. */
  readonly effects: readonly Effect[];
  /** The `seq` that the next line of the journal must have. */
  nextSeq(): number;
  /** Events not delivered yet, in the order of their times. */
  readonly pendingEvents: readonly DueEvent[];
  markDelivered(event: DueEvent): void;
};

type Staged = {
  readonly put: Map<string, StoredResource>;
  readonly removed: Map<string, Omit<StoredResource, "sinceMs" | "body">>;
  readonly effects: Effect[];
  readonly events: DueEvent[];
};

/** A world that starts from `stored` and writes every transaction through to `storage` before it shows it. */
export const createWorld = (storage: Storage, stored: StoredWorld): World => {
  const resources = createResourceMap(stored.resources);
  const effects = [...stored.effects];
  const pending = stored.events.toSorted((a, b) => a.dueMs - b.dueMs);
  return {
    effects,
    nextSeq: () => (effects.at(-1)?.seq ?? 0) + 1,
    view: (asOfMs = Number.POSITIVE_INFINITY) => viewOf(resources, asOfMs),
    transact(nowMs, change) {
      const staged: Staged = { put: new Map(), removed: new Map(), effects: [], events: [] };
      const result = change(changeOf(resources, staged, nowMs));
      if (isEmpty(staged)) return result;
      storage.commit(toChanges(staged));
      for (const key of staged.removed.values()) resources.remove(key);
      for (const resource of staged.put.values()) resources.put(resource);
      effects.push(...staged.effects);
      for (const event of staged.events) insertInOrder(pending, event);
      return result;
    },
    pendingEvents: pending,
    markDelivered(event) {
      storage.commit({ put: [], removed: [], effects: [], events: [], deliveredEventIds: [event.id] });
      pending.splice(pending.indexOf(event), 1);
    },
  };
};

// Bodies come back as what was put under the same kind: the kind's type parameter is the only promise needed.
const viewOf = (resources: ResourceMap, asOfMs: number): WorldView => ({
  get: <Body>(kind: Kind<Body>, region: string, id: string) => resources.get(kind.name, region, id, asOfMs) as Body | undefined,
  list: <Body>(kind: Kind<Body>, region: string) => resources.list(kind.name, region, asOfMs).map(([, body]) => body as Body),
  regions: (kind) => resources.regions(kind.name),
});

const changeOf = (resources: ResourceMap, staged: Staged, nowMs: number): WorldChange => {
  const committed = viewOf(resources, Number.POSITIVE_INFINITY);
  return {
    get<Body>(kind: Kind<Body>, region: string, id: string) {
      const key = keyOf(kind.name, region, id);
      if (staged.removed.has(key)) return undefined;
      const own = staged.put.get(key);
      return own === undefined ? committed.get(kind, region, id) : (own.body as Body);
    },
    list<Body>(kind: Kind<Body>, region: string) {
      const merged = new Map(resources.list(kind.name, region, Number.POSITIVE_INFINITY));
      for (const own of staged.put.values()) if (own.kind === kind.name && own.region === region) merged.set(own.id, own.body);
      for (const own of staged.removed.values()) if (own.kind === kind.name && own.region === region) merged.delete(own.id);
      return [...merged.values()] as readonly Body[];
    },
    regions: committed.regions,
    put(kind, region, id, body) {
      staged.removed.delete(keyOf(kind.name, region, id));
      staged.put.set(keyOf(kind.name, region, id), { kind: kind.name, region, id, sinceMs: nowMs, body });
    },
    remove(kind, region, id) {
      staged.put.delete(keyOf(kind.name, region, id));
      staged.removed.set(keyOf(kind.name, region, id), { kind: kind.name, region, id });
    },
    record: (effect) => void staged.effects.push(effect),
    schedule: (dueMs, event) => void staged.events.push({ id: event.id, dueMs, event }),
  };
};

const keyOf = (kind: string, region: string, id: string): string => `${kind}|${region}|${id}`;

const insertInOrder = (events: DueEvent[], event: DueEvent): void => {
  const earlier = events.findLastIndex(({ dueMs }) => dueMs <= event.dueMs);
  events.splice(earlier + 1, 0, event);
};

const isEmpty = ({ put, removed, effects, events }: Staged): boolean => put.size + removed.size + effects.length + events.length === 0;

const toChanges = ({ put, removed, effects, events }: Staged): Changes => ({
  put: [...put.values()],
  removed: [...removed.values()],
  effects,
  events,
  deliveredEventIds: [],
});
