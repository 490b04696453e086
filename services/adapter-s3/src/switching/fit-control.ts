/** A drill finds out before the day what cannot be changed on it: what is led by a service that is changed in the very Region that may be lost. */
import { warn, type Finding } from "@dr/adapter-kit";
import { CONTROL_REGION, INSTEAD } from "../api/control-plane.ts";
import { regionsOf, type Direction, type S3Context } from "../direction.ts";

/** What is led, and by which service. */
export interface Led {
  readonly service: keyof typeof INSTEAD;
  /** In a few words, such as `distribution E123`. */
  readonly what: string;
  readonly evidence: Readonly<Record<string, string>>;
}

/** A warning, in drills alone; nothing where the Region that is led away from is another one. */
export function fitControl({ service, what, evidence }: Led, context: S3Context, direction: Direction): readonly Finding[] {
  if (context.executionType !== "drill" || regionsOf(context, direction).from !== CONTROL_REGION) return [];
  const message = `${what} is changed in ${CONTROL_REGION} alone: where that is lost nobody can lead it elsewhere; ${INSTEAD[service]}`;
  return [warn("s3.control_in_source_region", message, { ...evidence, region: CONTROL_REGION })];
}
