/** What a plan writes for a resource: its id, or its ARN, which tells a Region that has to be the one where it is looked for. */
import { block, type Finding } from "@dr/adapter-kit";
import { parseArn } from "@dr/events";

/** The id in an ARN, or as it is. */
export const idOf = (written: string): string => written.split("/").at(-1) ?? written;

/** A Region in the ARN that is another one: the id alone would be looked for in the wrong place. `field`: what says the Region in the plan. */
export function otherRegion(written: string, region: string, field: string): Finding | undefined {
  const told = parseArn(written)?.region;
  if (told === undefined || told === "" || told === region) return undefined;
  return block("storage.other_region", `${written} is in ${told}, not in ${region}: mend it, or ${field}`, { resource: written, region });
}
