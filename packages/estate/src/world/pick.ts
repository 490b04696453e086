// Reads records by id without going through all of them.
import type { Kind } from "./kind.ts";
import type { WorldView } from "./world.ts";

/** Those of `ids` that exist, each once; all records of the Region when `ids` is absent or empty. */
export const pick = <Body>(world: WorldView, kind: Kind<Body>, region: string, ids: readonly string[] | undefined): readonly Body[] =>
  ids === undefined || ids.length === 0
    ? world.list(kind, region)
    : [...new Set(ids)].map((id) => world.get(kind, region, id)).filter((body) => body !== undefined);
