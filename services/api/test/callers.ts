/** Everybody who might call a route, and what each route says to them: by the table and by nothing else. */
import { ROLE_ALIASES, ROLES, toRole, type Role } from "@dr/events";
import { isOpen, ROLE_PERMISSIONS, type ROUTE_LIST } from "@dr/routes";

const assumed = (role: string, account = "123456789012"): string => `arn:aws:sts::${account}:assumed-role/${role}/kim`;

/** Who calls, by the ARN that the gateway verified (null: none), with which headers, and as which role that counts. */
export const callers: readonly {
  readonly who: string;
  readonly arn: string | null;
  readonly role?: Role | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}[] = [
  ...ROLES.map((role) => ({ who: role, arn: assumed(role), role })),
  ...Object.keys(ROLE_ALIASES).map((name) => ({ who: name, arn: assumed(name), role: toRole(name) })),
  { who: "no identity", arn: null },
  { who: "an unknown role", arn: assumed("Nobody") },
  { who: "a name that contains a known one", arn: assumed("DRSOperatorX") },
  { who: "a known name in a longer one", arn: assumed("my-DRSOrchestrationAdmin") },
  { who: "another case", arn: assumed("drsoperator") },
  { who: "a known name as the session's", arn: "arn:aws:sts::123456789012:assumed-role/Nobody/DRSOrchestrationAdmin" },
  { who: "a known name behind a path", arn: "arn:aws:iam::123456789012:role/evil/DRSOrchestrationAdmin" },
  { who: "a foreign account", arn: assumed("DRSOrchestrationAdmin", "210987654321") },
  { who: "an IAM user", arn: "arn:aws:iam::123456789012:user/DRSOrchestrationAdmin" },
  { who: "root", arn: "arn:aws:iam::123456789012:root" },
  { who: "a federated user", arn: "arn:aws:sts::123456789012:federated-user/DRSOrchestrationAdmin" },
  {
    who: "forged headers",
    arn: assumed("DRSReadOnly"),
    role: "DRSReadOnly",
    headers: {
      "x-assumed-role-arn": assumed("DRSOrchestrationAdmin"),
      "x-amz-user-arn": assumed("DRSOrchestrationAdmin"),
      authorization: "Bearer admin",
      "x-forwarded-user": "DRSOrchestrationAdmin",
    },
  },
];

/** What may not be done is refused before anything else is looked at. */
export function expected({ access }: (typeof ROUTE_LIST)[number], role: Role | undefined): "let in" | 403 {
  if (isOpen(access)) return "let in";
  if (role === undefined) return 403;
  return access === "any_role" || ROLE_PERMISSIONS[role].includes(access) ? "let in" : 403;
}
