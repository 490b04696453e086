// Input members, lookups and pages that several operations on load balancers share.
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { paginate } from "../../paginate.ts";
import type { Kind } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";

/** An ARN. */
export const arn = z.string().startsWith("arn:");

/** A target of a call. */
export const targets = z.array(
  z.object({ Id: z.string().min(1), Port: z.int().min(1).max(65_535).optional(), AvailabilityZone: z.string().optional() }),
);

/** An action as the API has it: it is kept and given back whole. */
export const actions = z
  .array(
    z.looseObject({
      Type: z.enum(["forward", "authenticate-oidc", "authenticate-cognito", "redirect", "fixed-response", "jwt-validation"]),
      TargetGroupArn: arn.optional(),
      ForwardConfig: z
        .looseObject({
          TargetGroups: z.array(z.object({ TargetGroupArn: arn, Weight: z.int().min(0).max(999).optional() })).optional(),
        })
        .optional(),
    }),
  )
  .min(1);

/** `Marker` and `PageSize` of every list. */
export const elbPage = { Marker: z.string().optional(), PageSize: z.int().min(1).max(400).default(400) };

/** A page of a list. */
export const elbPageOf = <Item>(
  items: readonly Item[],
  { Marker, PageSize }: { readonly Marker?: string | undefined; readonly PageSize: number },
) => {
  const page = paginate(items, Marker, PageSize);
  if (page === undefined) throw awsError("ValidationError", "The marker is not valid");
  return { items: page.items, ...(page.nextToken !== undefined && { NextMarker: page.nextToken }) };
};

/** The record of an ARN. Throws `<what>NotFound`. */
export const requireByArn = <Body>(
  { world, region }: { readonly world: WorldView; readonly region: string },
  kind: Kind<Body>,
  what: "LoadBalancer" | "TargetGroup" | "Listener" | "Rule",
  wanted: string,
): Body => {
  const found = world.get(kind, region, wanted);
  if (found === undefined) throw awsError(`${what}NotFound`, `One or more ${what.toLowerCase()}s not found: ${wanted}`);
  return found;
};
