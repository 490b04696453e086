/** Region, account and bus of this machine. */
import { join } from "node:path";

/** Where the ring believes it runs. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly busName: string;
}

/** Regions that this machine plays; the first one leads until another takes over. */
export const localRegions = ["us-east-1", "us-west-2"] as const;

/** A Region of this machine. */
export type LocalRegion = (typeof localRegions)[number];

/** The place in a Region; the account is that of the local SQS. */
export function placeIn(region: LocalRegion): Place {
  return { region, accountId: "000000000000", busName: "dr-orchestration" };
}

/** Where a Region keeps what is its own, queues and bus: the first one beside the tables. */
export function regionFolder(data: string, region: string): string {
  return region === localRegions[0] ? data : join(data, "regions", region);
}
