/** Who calls the API: taken from what API Gateway verified (a signature or a token), never from a header. */
import { DrError, lazyLooseObject } from "@dr/events";
import * as z from "zod";

/** How callers prove who they are: by an AWS signature, or by a token of a Cognito user pool. */
export type AuthMode = "role_based" | "cognito";

/** A verified caller. `principal` is the ARN as API Gateway gave it, or `cognito:<sub>`. */
export interface Caller {
  readonly principal: string;
  /** Account of the ARN; null for a Cognito user. */
  readonly accountId: string | null;
  readonly kind: "assumed-role" | "role" | "user" | "cognito";
  /** Names that it brings, exactly: the role's (with its path where the ARN has one), or the user's groups. An IAM user has none. */
  readonly roles: readonly string[];
  /** Session name of an assumed role, name of a role or user, subject of a Cognito user. */
  readonly name: string;
}

const signedSchema = lazyLooseObject(() => ({
  requestContext: z.looseObject({ authorizer: z.looseObject({ iam: z.looseObject({ userArn: z.string() }) }) }),
}));
/** API Gateway gives every claim as text, a list as `[a b]` (HTTP API guide, "JWT authorizers"). */
const tokenSchema = lazyLooseObject(() => ({
  requestContext: z.looseObject({
    authorizer: z.looseObject({
      jwt: z.looseObject({
        claims: z.looseObject({
          sub: z.string().min(1),
          token_use: z.string().optional(),
          "cognito:groups": z.union([z.string(), z.array(z.string())]).optional(),
        }),
      }),
    }),
  }),
}));

/** IAM identifiers: an assumed role has no path in its ARN, a role and a user may have one (IAM user guide, "IAM identifiers"). */
const ASSUMED_ROLE = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/;
const ROLE_OR_USER = /^arn:aws[a-z-]*:iam::(\d{12}):(role|user)\/((?:[\u0021-\u007E]+\/)?)([\w+=,.@-]+)$/;

/** The caller of an API Gateway v2 event. Throws `auth.forbidden` if there is no verified identity of this mode or it is of another form. */
export function callerOf(event: unknown, mode: AuthMode = "role_based"): Caller {
  if (mode === "cognito") return tokenBearer(event);
  const parsed = signedSchema.safeParse(event);
  if (!parsed.success) throw unverified();
  return parseCaller(parsed.data.requestContext.authorizer.iam.userArn);
}

/** The caller that an ARN names. Throws `auth.forbidden` for any other form, the root user and federated users among them. */
export function parseCaller(arn: string): Caller {
  const assumed = ASSUMED_ROLE.exec(arn);
  if (assumed) {
    const [, accountId = "", role = "", name = ""] = assumed;
    return { principal: arn, accountId, kind: "assumed-role", roles: [role], name };
  }
  const plain = ROLE_OR_USER.exec(arn);
  if (plain) {
    const [, accountId = "", kind = "", path = "", name = ""] = plain;
    return kind === "role"
      ? { principal: arn, accountId, kind: "role", roles: [`${path}${name}`], name }
      : { principal: arn, accountId, kind: "user", roles: [], name };
  }
  throw new DrError("auth.forbidden", "the caller is neither a role nor a user");
}

function tokenBearer(event: unknown): Caller {
  const parsed = tokenSchema.safeParse(event);
  if (!parsed.success) throw unverified();
  const { sub, token_use: use, "cognito:groups": groups = [] } = parsed.data.requestContext.authorizer.jwt.claims;
  // The gateway cannot tell the kinds apart, and an id token is for the client that asked for it (Cognito guide, "Understanding user pool JSON web tokens").
  if (use !== "access")
    throw new DrError("auth.forbidden", "the request bears no access token: an id token says who somebody is, not what was granted");
  const names = typeof groups === "string" ? groups.replace(/^\[(.*)\]$/, "$1").split(/[\s,]+/) : groups;
  return { principal: `cognito:${sub}`, accountId: null, kind: "cognito", roles: names.filter((name) => name !== ""), name: sub };
}

function unverified(): DrError {
  return new DrError("auth.forbidden", "the request bears no verified identity");
}
