/** Who calls the API: taken from what API Gateway verified (IAM authorisation), never from a header. */
import { DrError } from "@dr/events";
import { z } from "zod";

/** A verified caller. `role` is the exact role name, or null for an IAM user; `principal` is the ARN as API Gateway gave it. */
export interface Caller {
  readonly principal: string;
  readonly accountId: string;
  readonly kind: "assumed-role" | "role" | "user";
  readonly role: string | null;
  /** Session name of an assumed role, name of a role or user. */
  readonly name: string;
}

const contextSchema = z.looseObject({
  requestContext: z.looseObject({ authorizer: z.looseObject({ iam: z.looseObject({ userArn: z.string() }) }) }),
});

/** IAM identifiers: an assumed role has no path in its ARN, a role and a user may have one (IAM user guide, "IAM identifiers"). */
const ASSUMED_ROLE = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/;
const ROLE_OR_USER = /^arn:aws[a-z-]*:iam::(\d{12}):(role|user)\/(?:[\u0021-\u007E]+\/)?([\w+=,.@-]+)$/;

/** The caller of an API Gateway v2 event. Throws `auth.forbidden` if there is no verified identity or it is of another form. */
export function callerOf(event: unknown): Caller {
  const parsed = contextSchema.safeParse(event);
  if (!parsed.success) throw new DrError("auth.forbidden", "the request bears no verified identity");
  return parseCaller(parsed.data.requestContext.authorizer.iam.userArn);
}

/** The caller that an ARN names. Throws `auth.forbidden` for any other form, the root user among them. */
export function parseCaller(arn: string): Caller {
  const assumed = ASSUMED_ROLE.exec(arn);
  if (assumed) {
    const [, accountId = "", role = "", name = ""] = assumed;
    return { principal: arn, accountId, kind: "assumed-role", role, name };
  }
  const plain = ROLE_OR_USER.exec(arn);
  if (plain) {
    const [, accountId = "", kind = "", name = ""] = plain;
    return kind === "role"
      ? { principal: arn, accountId, kind: "role", role: name, name }
      : { principal: arn, accountId, kind: "user", role: null, name };
  }
  throw new DrError("auth.forbidden", "the caller is neither a role nor a user");
}
