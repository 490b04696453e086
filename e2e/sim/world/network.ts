/** What parts the Regions of a run from each other: a Region without the tables that both share, or without the people who call it. */

/** What a Region is cut off from. Its own bus, queues and estate go on: they are in it. */
export type Link = "tables" | "people";

/** The network between the Regions. */
export interface Network {
  readonly cut: (region: string, link: Link) => void;
  /** Everybody reaches everything again. */
  readonly heal: () => void;
  readonly isCut: (region: string, link: Link) => boolean;
  /** At once, unless the Region is cut off; otherwise when that is over. */
  readonly onceWhole: (region: string, link: Link, run: () => void) => void;
}

/** A network that is whole. */
export function createNetwork(): Network {
  const cuts = new Set<string>();
  let waiting: (() => void)[] = [];
  const isCut = (region: string, link: Link): boolean => cuts.has(`${region} ${link}`);
  return {
    cut: (region, link) => cuts.add(`${region} ${link}`),
    heal: () => {
      cuts.clear();
      const runs = waiting;
      waiting = [];
      for (const run of runs) run();
    },
    isCut,
    onceWhole: (region, link, run) => {
      if (isCut(region, link)) waiting.push(run);
      else run();
    },
  };
}

/** Services of the Region itself; everything else that a process calls is a table that both Regions share. */
const OWN = /^(?:bus|self|estate)\./;

/** What a call of a process needs; undefined if nothing between the Regions. */
export function linkOf(label: string): Link | undefined {
  return OWN.test(label) ? undefined : "tables";
}
