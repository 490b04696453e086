/** Resources that a plan names by their ARN alone. */
import { namesResource, parseArn } from "@dr/events";
import * as z from "zod";

/** The ARN of a thing of a service, and its part after the account (`service/`, `nodegroup/`). */
export function arnOf(service: string, start: string, what: string) {
  return z
    .string()
    .refine(
      (arn) => parseArn(arn)?.service === service && parseArn(arn)?.resource.startsWith(start) === true,
      `expected the ARN of ${what}`,
    )
    .meta(namesResource({ kind: "arn" }));
}

/** Region of an ARN. */
export function regionIn(arn: string): string | undefined {
  return parseArn(arn)?.region;
}
