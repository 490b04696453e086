/** What is deployed and whether the API is there. */
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";

/** `/discovery/technologies` and `/health`. */
export function platformHandlers({
  technologies,
  clock,
  about: { account: _account, ...about },
}: ApiDeps): Handlers<"listTechnologies" | "getHealth"> {
  return {
    listTechnologies: async () => {
      const { entries, unusable } = await technologies.read({ fresh: true });
      return { status: 200, body: { technologies: entries, unusable } };
    },
    getHealth: () => Promise.resolve({ status: 200, body: { status: "ok", time: clock.nowIso(), ...about } }),
  };
}
