/** In which Regions an installation keeps its tables: decided once, because a table must be empty when it becomes one of several Regions. */
import type { TableManifest } from "@dr/runtime";

/** The Regions of an installation. With a replica, the log and what hangs on it are one table in both; the witness only votes. */
export interface Regions {
  readonly home: string;
  readonly replica?: string;
  readonly witness?: string;
}

/** Regions among which DynamoDB's global tables with strong consistency can be made, one set each (DynamoDB guide, "Multi-Region strong consistency"; November 2026). */
const SETS: readonly (readonly string[])[] = [
  ["us-east-1", "us-east-2", "us-west-2"],
  ["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"],
  ["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
];

/**
 * The Regions of the installation that has something in Region `here`: what the first deployment recorded, else what is asked for (`home,replica,witness`), else `here` alone.
 * Throws for a text that is not such a list, for Regions that cannot share a table, for a deployment into the replica before the home Region, and for a choice that differs from the record.
 */
export function chooseRegions(asked: string | undefined, recorded: string | undefined, here: string): Regions {
  if (recorded !== undefined) {
    if (asked !== undefined && asked !== recorded) {
      throw new Error(
        `this installation was deployed with DR_REGIONS=${recorded}, now it is ${asked}: a table becomes one of several Regions only while it is empty. Leave the variable out`,
      );
    }
    return parseRegions(recorded);
  }
  const regions = asked === undefined ? { home: here } : parseRegions(asked);
  if (regions.home !== here) throw new Error(`DR_REGIONS begins with the home Region ${regions.home}: deploy there first, not in ${here}`);
  return regions;
}

/** What functions are told in place of the deployer's own words: the witness only votes and never leads. Where nothing is said of it, tasks may act in any Region. */
export function settingsOf({ home, replica }: Regions, allowed: readonly string[] | undefined): Record<string, string> {
  const leading: Record<string, string> = replica === undefined ? {} : { DR_REGIONS: `${home},${replica}` };
  return { ...leading, DR_ALLOWED_REGIONS: (allowed ?? []).join(",") };
}

/** As it is recorded. */
export function recordOf({ home, replica, witness }: Regions): string {
  return replica === undefined || witness === undefined ? home : [home, replica, witness].join(",");
}

/** True if the tables are made elsewhere: this deployment joins an installation and never starts an empty log. */
export function isJoining({ home }: Regions, here: string): boolean {
  return home !== here;
}

/** True if the table is one in both Regions. */
export function isGlobal({ ttlAttribute, regional }: TableManifest): boolean {
  return ttlAttribute === undefined && regional === undefined;
}

function parseRegions(text: string): Regions {
  const [home, replica, witness, ...more] = text.split(",").map((part) => part.trim());
  const isOne = replica === undefined;
  const isThree = replica !== undefined && witness !== undefined && more.length === 0 && new Set([home, replica, witness]).size === 3;
  if (home === undefined || home === "" || !(isOne || isThree)) {
    throw new Error(`DR_REGIONS is "${text}", expected <home>,<replica>,<witness>: three Regions, of which the last only votes`);
  }
  if (isOne) return { home };
  if (!SETS.some((set) => [home, replica, witness].every((region) => set.includes(region ?? "")))) {
    throw new Error(
      `DR_REGIONS is "${text}": strong consistency is offered within ${SETS.map((set) => set.join("/")).join(", ")}, not between them`,
    );
  }
  return { home, replica, witness } as Regions;
}
