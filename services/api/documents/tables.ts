/** The route table in Markdown: what the README and the page of permissions show. */
import { ROLE_ALIASES, ROLES, toRole } from "@dr/events";
import { API_BASE, isOpen, PERMISSIONS, ROLE_PERMISSIONS, ROUTE_LIST, type Permission, type RouteRow } from "@dr/routes";
import { PAGES } from "@dr/routes/pages";

const header = (...cells: string[]): string => [`| ${cells.join(" | ")} |`, `|${cells.map(() => "---").join("|")}|`].join("\n");
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

/** Route, permission, summary: one line each. */
export function toRouteTable(): string {
  const lines = ROUTE_LIST.map((each) => row(`\`${each.method} ${each.path}\``, describeAccess(each), each.summary));
  return [header("Route", "Who", "What"), ...lines].join("\n");
}

/** Method and path of every operation: all that the client knows of a route while it runs. Its types come from the table itself. */
export function toClientPaths(): string {
  const lines = ROUTE_LIST.map(({ operation, method, path }) => `  ${operation}: ["${method}", "${path}"],`);
  return `/** Method and path of every operation. Made from the route table by \`pnpm openapi\`; do not edit. */
import type { Operation } from "@dr/routes";

/** Below this every route stands. */
export const API_BASE = "${API_BASE}";

/** Method and path by operation. */
export const PATHS: Readonly<Record<Operation, readonly [method: string, path: string]>> = {
${lines.join("\n")}
};
`;
}

/** The page of permissions: what a role may do, and what a route asks for. */
export function toPermissionsPage(): string {
  const names = ROLES.map((role) => `\`${role}\``);
  const permissions = (Object.keys(PERMISSIONS) as Permission[]).map((permission) =>
    row(`\`${permission}\``, PERMISSIONS[permission], ...ROLES.map((role) => (ROLE_PERMISSIONS[role].includes(permission) ? "yes" : "–"))),
  );
  const aliases = ROLES.map((role) =>
    row(
      `\`${role}\``,
      Object.keys(ROLE_ALIASES)
        .filter((alias) => toRole(alias) === role)
        .map((alias) => `\`${alias}\``)
        .join(", "),
    ),
  );
  const routes = ROUTE_LIST.map((each) =>
    row(`\`${each.method} ${API_BASE}${each.path}\``, describeAccess(each), ...ROLES.map((role) => mayWhat(each, role))),
  );
  const open = [...ROUTE_LIST.flatMap(({ access, ...route }) => (isOpen(access) ? [{ ...route, ...access }] : [])), ...PAGES].map(
    ({ method, path, open: why }) => `- \`${method} ${API_BASE}${path}\`: ${why}`,
  );
  return [
    "# Permissions",
    "Made from the route table by `pnpm openapi`; do not edit. What is not listed is forbidden, and a refusal names the permission and who has it.",
    "## What each role may do",
    [header("permission", "lets its holder", ...names), ...permissions].join("\n"),
    "Deciding on an approval also takes one of the roles that the pause names in `approverRoles`, and a person who did not ask for the execution.",
    "## Other names of the roles",
    [header("role", "also called"), ...aliases].join("\n"),
    "## What each route asks for",
    "The same paths work without `/api/v1`.",
    [header("route", "permission", ...names), ...routes].join("\n"),
    "## Open to anybody",
    open.join("\n"),
    "",
  ].join("\n\n");
}

function describeAccess({ access, further = {} }: RouteRow): string {
  if (isOpen(access)) return "anybody";
  if (access === "any_role") return "any role";
  return [access, ...Object.keys(further)].map((permission) => `\`${permission}\``).join(", ");
}

function mayWhat({ access }: RouteRow, role: (typeof ROLES)[number]): string {
  return typeof access === "object" || access === "any_role" || ROLE_PERMISSIONS[role].includes(access) ? "yes" : "–";
}
