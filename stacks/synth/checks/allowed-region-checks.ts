/** Regions in which tasks may act: what adapters are told, what their roles are denied, and what is recorded. */
import { recordOfAllowed, refuseOtherRegions } from "../../src/model/allowed-regions.ts";
import { ALLOWED_REGIONS_PARAMETER, REGIONS_PARAMETER } from "../../src/model/settings.ts";
import { breaking, isAdapter, type Check } from "./check.ts";
import { FUNCTION, inputsOf, PARAMETER, ROLE, type FunctionInputs, type RoleInputs } from "./types.ts";

const LIMIT = "aws:RequestedRegion";

const tasksActWhereTheyMay: Check = {
  name: "adapters are told the Regions in which tasks may act, their roles are denied every other one but for what is asked in none of them, and the choice is recorded",
  find: (app) => {
    const { allowedRegions, resources } = app;
    const adapting = new Set(app.manifests.filter(isAdapter).flatMap(({ functions }) => functions.map(({ name }) => name)));
    const functions = inputsOf<FunctionInputs>(app, FUNCTION).filter(({ name }) => adapting.has(name));
    const wanted = allowedRegions && JSON.stringify(refuseOtherRegions(allowedRegions));
    const told = functions
      // The others act on nothing of AWS but what is the platform's own.
      .filter(({ name }) => /-(?:tasks|queries)$/.test(name))
      .filter(({ environment: { variables } }) => variables["DR_ALLOWED_REGIONS"] !== (allowedRegions ?? []).join(","))
      .map(({ name }) => `${name} is told other Regions than ${String(allowedRegions)}`);
    const roles = inputsOf<RoleInputs>(app, ROLE);
    const denied = functions.flatMap(({ name, role: arn }) => {
      const role = roles.find((each) => arn.endsWith(`:role/${each.name}`));
      const limits = (role?.inlinePolicies ?? []).flatMap(({ policy }) =>
        (JSON.parse(policy) as { Statement: readonly object[] }).Statement.map((statement) => JSON.stringify(statement)).filter((text) =>
          text.includes(LIMIT),
        ),
      );
      return limits.length === (wanted === undefined ? 0 : 1) && (wanted === undefined || limits[0] === wanted)
        ? []
        : [`${name} may act in other Regions`];
    });
    const decides = resources.some(({ type, inputs }) => type === PARAMETER && inputs["name"] === REGIONS_PARAMETER);
    const records = inputsOf<{ name: string; value: string }>(app, PARAMETER).filter(({ name }) => name === ALLOWED_REGIONS_PARAMETER);
    const recorded = records.length > 0 && records.every(({ value }) => value === recordOfAllowed(allowedRegions));
    return [...told, ...denied, ...(decides && !recorded ? [`${ALLOWED_REGIONS_PARAMETER} is not what was decided`] : [])];
  },
  faults: [
    breaking<FunctionInputs>(
      "an adapter that knows nothing of the Regions",
      FUNCTION,
      (fn) => (fn.environment = { variables: { ...fn.environment.variables, DR_ALLOWED_REGIONS: "mars-north-1" } }),
      ({ name, environment }) => name.startsWith("dr-adapter-") && environment.variables["DR_ALLOWED_REGIONS"] !== undefined,
    ),
    breaking<RoleInputs>(
      "a role with its limit taken off",
      ROLE,
      (role) => (role.inlinePolicies = (role.inlinePolicies ?? []).filter(({ policy }) => !policy.includes(LIMIT))),
      ({ inlinePolicies = [] }) => inlinePolicies.some(({ policy }) => policy.includes(LIMIT)),
    ),
    breaking<{ name: string; value: string }>(
      "a limit that is not recorded",
      PARAMETER,
      (parameter) => (parameter.value = "us-east-9"),
      ({ name }) => name === ALLOWED_REGIONS_PARAMETER,
    ),
  ],
};

/** The check of the Regions in which tasks may act. */
export const allowedRegionChecks: readonly Check[] = [tasksActWhereTheyMay];
