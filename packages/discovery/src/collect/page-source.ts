/** What is read of one target: lists that come in pages. */
import type { DiscoveryTarget, Sighting } from "../core/inventory.ts";

/** One page; `next` is there if there are more. */
export interface SightingPage {
  readonly sightings: readonly Sighting[];
  readonly next?: string | undefined;
}

/** One list of one account and Region, page by page. `call` is what AWS calls it, for people: `tag:GetResources`. */
export interface PageSource {
  readonly call: string;
  readonly readPage: (token: string | undefined) => Promise<SightingPage>;
}

/** The lists of a target. May throw when the account cannot be entered. */
export type OpenTarget = (target: DiscoveryTarget) => Promise<readonly PageSource[]>;
