// Reads the records of a kind in all Regions.
import type { Kind } from "./kind.ts";
import type { WorldView } from "./world.ts";

/** Every record of a kind, with the Region it is in. */
export const everywhere = <Body>(world: WorldView, kind: Kind<Body>): readonly { readonly region: string; readonly body: Body }[] =>
  world.regions(kind).flatMap((region) => world.list(kind, region).map((body) => ({ region, body })));
