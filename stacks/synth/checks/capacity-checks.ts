/** What must not starve, and what must be seen. */
import { reservedConcurrency } from "../../src/model/reserved-concurrency.ts";
import { breaking, removing, type Check } from "./check.ts";
import { ALARM, API, DASHBOARD, FUNCTION, inputsOf, PARAMETER, type FunctionInputs } from "./types.ts";

const nothingStarves: Check = {
  name: "with DR_RESERVED_CONCURRENCY=on the planner's and the publisher's functions have concurrency of their own; without it, none has",
  find: (app) => {
    const functions = inputsOf<FunctionInputs>(app, FUNCTION);
    const isOn = app.environment["DR_RESERVED_CONCURRENCY"] === "on";
    return app.manifests.flatMap((manifest) =>
      manifest.functions.flatMap((declared) => {
        const wanted = isOn ? reservedConcurrency(manifest, declared) : undefined;
        const actual = functions.find(({ name }) => name === declared.name)?.reservedConcurrentExecutions;
        return actual === wanted ? [] : [`${declared.name} reserves ${actual ?? "nothing"}, not ${wanted ?? "nothing"}`];
      }),
    );
  },
  faults: [
    breaking<FunctionInputs>("a function that takes from the others", FUNCTION, (fn) => {
      fn.reservedConcurrentExecutions = (fn.reservedConcurrentExecutions ?? 0) + 1;
    }),
  ],
};

interface Silence {
  readonly name: string;
  readonly treatMissingData: string;
  readonly alarmActions?: readonly string[];
  readonly insufficientDataActions?: readonly string[];
}

const silenceIsToldOnce: Check = {
  name: "an alarm on silence is told when figures stop coming, and is silent at the first deployment: it begins without figures",
  find: (app) =>
    inputsOf<Silence>(app, ALARM).flatMap(({ name, treatMissingData, alarmActions = [], insufficientDataActions = [] }) => [
      ...(treatMissingData === "breaching" ? [`${name} cries before its function can have run`] : []),
      ...(name.endsWith("-silent") && (treatMissingData !== "missing" || insufficientDataActions.join() !== alarmActions.join())
        ? [`${name} does not tell of silence`]
        : []),
    ]),
  faults: [
    breaking<Silence>("an alarm that cries at the first deployment", ALARM, (alarm) => (alarm.treatMissingData = "breaching")),
    breaking<Silence>(
      "silence that nobody hears",
      ALARM,
      (alarm) => delete alarm.insufficientDataActions,
      ({ name }) => name.endsWith("-silent"),
    ),
  ],
};

const thereIsOneDashboard: Check = {
  name: "an app with an API has one dashboard with every alarm of its services, and says in Parameter Store where the API is",
  find: (app) => {
    const bodies = inputsOf<{ dashboardBody: string }>(app, DASHBOARD).map(({ dashboardBody }) => dashboardBody);
    const apis = inputsOf(app, API).length;
    if (bodies.length !== apis) return [`${bodies.length} dashboards for ${apis} APIs`];
    if (apis === 0) return [];
    const parameters = inputsOf<{ name: string }>(app, PARAMETER).map(({ name }) => name);
    return [
      ...inputsOf<{ name: string }>(app, ALARM)
        .filter(({ name }) => !bodies.some((body) => body.includes(`:alarm:${name}"`)))
        .map(({ name }) => `${name} is not on the dashboard`),
      ...["/dr-platform/api-gateway-id", "/dr-platform/api-endpoint"]
        .filter((name) => !parameters.includes(name))
        .map((name) => `${name} is missing`),
    ];
  },
  faults: [
    removing("no dashboard", DASHBOARD),
    breaking<{ dashboardBody: string }>("an alarm that is not on the dashboard", DASHBOARD, (dashboard) => {
      dashboard.dashboardBody = dashboard.dashboardBody.replace(":alarm:dr-api-failing", ":alarm:dr-api-elsewhere");
    }),
    breaking<{ name: string }>(
      "an API that nobody finds",
      PARAMETER,
      (parameter) => (parameter.name = "/elsewhere"),
      ({ name }) => name === "/dr-platform/api-gateway-id",
    ),
  ],
};

/** The checks of capacity and of what is seen. */
export const capacityChecks: readonly Check[] = [nothingStarves, silenceIsToldOnce, thereIsOneDashboard];
