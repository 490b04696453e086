/** A fault: one right too many. */
import type { ServiceManifest } from "@dr/runtime";
import type { PlantedFault } from "./check.ts";
import { inputsOf, ROLE, type RoleInputs } from "./types.ts";

/** Puts one more statement into the policy of the role of a function of a service that `among` accepts. */
export function granting(what: string, statement: object, among: (manifest: ServiceManifest) => boolean = () => true): PlantedFault {
  return {
    what,
    plant: (app) => {
      const name = app.manifests.find((manifest) => among(manifest))?.functions[0]?.name;
      const role = inputsOf<RoleInputs>(app, ROLE).find((candidate) => name !== undefined && candidate.name.startsWith(`${name}-`));
      const policy: { policy: string } | undefined = role?.inlinePolicies?.[0];
      if (policy)
        policy.policy = policy.policy.replace('"Statement":[', `"Statement":[${JSON.stringify({ Effect: "Allow", ...statement })},`);
      return policy !== undefined;
    },
  };
}
