/** A fault: one right too many. */
import type { ServiceManifest } from "@dr/runtime";
import { roleNameOf } from "../../src/model/names.ts";
import { SYNTH_ACCOUNT } from "../program/resource.ts";
import type { PlantedFault } from "./check.ts";
import { inputsOf, ROLE, type RoleInputs } from "./types.ts";

/** Puts one more statement into the policy of the role of a function of a service that `among` accepts. */
export function granting(what: string, statement: object, among: (manifest: ServiceManifest) => boolean = () => true): PlantedFault {
  return {
    what,
    plant: (app) => {
      const declared = app.manifests.find((manifest) => among(manifest))?.functions[0];
      const name = declared && roleNameOf(declared, SYNTH_ACCOUNT.region);
      const role = inputsOf<RoleInputs>(app, ROLE).find((candidate) => candidate.name === name);
      const policy: { policy: string } | undefined = role?.inlinePolicies?.[0];
      if (policy)
        policy.policy = policy.policy.replace('"Statement":[', `"Statement":[${JSON.stringify({ Effect: "Allow", ...statement })},`);
      return policy !== undefined;
    },
  };
}
