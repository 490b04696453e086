/** How resources of the simulated estate may be written: each thing has three names. */
import type { TaskSpec } from "@dr/events";

const ACCOUNT = "123456789012";
const REGION = "eu-central-1";

/** All names of one thing: as it is called, in capitals, and as an ARN. */
export function spellingsOf(name: string): readonly [string, string, string] {
  return [name, name.toUpperCase(), `arn:aws:rds:${REGION}:${ACCOUNT}:cluster:${name}`];
}

/** What the estate itself calls it. */
export function plainName(written: string): string {
  return written.slice(written.lastIndexOf(":") + 1).toLowerCase();
}

/** What the operations of the simulated adapters declare: they act on clusters, by name. */
export const DECLARED: NonNullable<TaskSpec["declared"]> = {
  account: ACCOUNT,
  region: REGION,
  names: [{ at: ["resources", "names", "[]"], kinds: ["rds-cluster"], use: "acts" }],
};
