/** What is deployed and whether the API is there. */
import { ROLE_PERMISSIONS } from "@dr/routes";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";
import { reportFormatOf } from "../http/report-format.ts";
import { tagged } from "../http/tags.ts";

/** `/discovery/technologies`, `/whoami` and `/health`. */
export function platformHandlers(deps: ApiDeps): Handlers<"listTechnologies" | "getComplianceReport" | "whoAmI" | "getHealth"> {
  const {
    technologies,
    clock,
    identity,
    lead,
    about: { region, stage, estate },
  } = deps;
  return {
    listTechnologies: async () => {
      const { entries, unusable } = await technologies.read();
      return tagged({ technologies: entries, unusable });
    },
    getComplianceReport: async ({ query, headers }) => {
      const { reportCompliance } = await import("../report/report-compliance.ts");
      return reportCompliance(deps, { ...query, format: reportFormatOf(query.format, headers["accept"]) });
    },
    whoAmI: ({ actor: { principal, roles, person, personBecause } }) => {
      const permissions = [...new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]))].toSorted();
      return Promise.resolve(tagged({ principal, roles, permissions, person, personBecause, authMode: identity.mode }));
    },
    getHealth: async () => {
      // It is there even while nobody can say who leads; who watches two Regions has to see that at once, so this is read each time.
      const standing = await lead.refresh().catch(() => null);
      const leader = { epoch: standing?.epoch ?? null, leader: standing?.region ?? null };
      return { status: 200, body: { status: "ok", time: clock.nowIso(), region, stage, estate, ...leader } };
    },
  };
}
