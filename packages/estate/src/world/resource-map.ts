// The in-memory copy of all resource records, each with its previous version for stale reads.
import type { StoredResource } from "./storage.ts";

type Entry = { readonly current: StoredResource; readonly previous: StoredResource | undefined };

/** Resource records by kind, Region and id. Reads "as of" an earlier time go back at most one version. */
export type ResourceMap = {
  get(kind: string, region: string, id: string, asOfMs: number): unknown;
  /** Pairs of id and body. */
  list(kind: string, region: string, asOfMs: number): readonly (readonly [string, unknown])[];
  regions(kind: string): readonly string[];
  put(resource: StoredResource): void;
  remove(key: Omit<StoredResource, "sinceMs" | "body">): void;
};

const bodyAsOf = ({ current, previous }: Entry, asOfMs: number): unknown => (current.sinceMs <= asOfMs ? current.body : previous?.body);

/** Fills the map with what storage had. */
export const createResourceMap = (stored: readonly StoredResource[]): ResourceMap => {
  const kinds = new Map<string, Map<string, Map<string, Entry>>>();

  const regionOf = (kind: string, region: string): Map<string, Entry> => {
    const regions = kinds.get(kind) ?? new Map<string, Map<string, Entry>>();
    kinds.set(kind, regions);
    const entries = regions.get(region) ?? new Map<string, Entry>();
    regions.set(region, entries);
    return entries;
  };

  const put = (resource: StoredResource): void => {
    const entries = regionOf(resource.kind, resource.region);
    entries.set(resource.id, { current: resource, previous: entries.get(resource.id)?.current });
  };
  // The version before a restart is not known: a read of the past then sees the present record, whose facts carry their times.
  for (const resource of stored) regionOf(resource.kind, resource.region).set(resource.id, { current: resource, previous: resource });

  return {
    put,
    get(kind, region, id, asOfMs) {
      const entry = kinds.get(kind)?.get(region)?.get(id);
      return entry === undefined ? undefined : bodyAsOf(entry, asOfMs);
    },
    list(kind, region, asOfMs) {
      const entries = kinds.get(kind)?.get(region) ?? [];
      return Array.from(entries, ([id, entry]) => [id, bodyAsOf(entry, asOfMs)] as const).filter(([, body]) => body !== undefined);
    },
    regions: (kind) => [...(kinds.get(kind)?.keys() ?? [])].toSorted(),
    remove: ({ kind, region, id }) => void kinds.get(kind)?.get(region)?.delete(id),
  };
};
