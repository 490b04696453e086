/** The stage of the API: bounded, and every caller in its access log. */
import { DEFAULT_ROUTE, THROTTLE, throttleOf } from "../../src/model/http-stage.ts";
import { breaking, type Check } from "./check.ts";
import { inputsOf, ROUTE, STAGE } from "./types.ts";

interface StageInputs {
  readonly routeSettings?: readonly {
    readonly routeKey: string;
    readonly throttlingRateLimit: number;
    readonly throttlingBurstLimit: number;
  }[];
  readonly defaultRouteSettings?: { readonly throttlingRateLimit?: number; readonly throttlingBurstLimit?: number };
  readonly accessLogSettings?: { readonly destinationArn?: string; readonly format?: string };
}

const theStageIsBounded: Check = {
  name: "the API's stage throttles, and its access log names caller, account and what was refused",
  find: (app) =>
    inputsOf<StageInputs>(app, STAGE).flatMap(({ defaultRouteSettings, accessLogSettings }) => {
      const log = JSON.parse(accessLogSettings?.format ?? "{}") as Readonly<Record<string, string>>;
      const wanted = ["identity.userArn", "identity.accountId", "identity.sourceIp", "routeKey", "status", "error.message"];
      const missing = wanted.filter((field) => !Object.values(log).includes(`$context.${field}`));
      return [
        ...(defaultRouteSettings?.throttlingRateLimit === THROTTLE.requestsPerSecond &&
        defaultRouteSettings.throttlingBurstLimit === THROTTLE.burst
          ? []
          : ["the stage takes all that comes"]),
        ...missing.map((field) => `the access log has no ${field}`),
        ...((accessLogSettings?.destinationArn ?? "") === "" ? ["the access log goes nowhere"] : []),
      ];
    }),
  faults: [
    breaking<StageInputs>("a stage without throttle", STAGE, (stage) => delete stage.defaultRouteSettings),
    breaking<StageInputs>("an access log without callers", STAGE, (stage) => {
      stage.accessLogSettings = { destinationArn: "arn", format: '{"requestId":"$context.requestId"}' };
    }),
    breaking<StageInputs>("an access log that goes nowhere", STAGE, (stage) => {
      stage.accessLogSettings = { ...stage.accessLogSettings, destinationArn: "" };
    }),
  ],
};

const costlyRoutesAreBounded: Check = {
  name: "routes that cost more than a read, that anybody may ask, or that do not exist have narrower limits than the stage, and each limit is of a route that exists",
  find: (app) =>
    inputsOf<StageInputs>(app, STAGE).flatMap(({ routeSettings = [] }) => {
      const routes = app.manifests.flatMap(({ functions }) =>
        functions.flatMap(({ trigger }) => (trigger.kind === "http" ? trigger.routes : [])),
      );
      const wanted = [
        ...routes.map((route) => [`${route.method} ${route.path}`, route] as const),
        [DEFAULT_ROUTE.method, DEFAULT_ROUTE] as const,
      ];
      const there = new Set(inputsOf<{ routeKey: string }>(app, ROUTE).map(({ routeKey }) => routeKey));
      const unbounded = wanted.flatMap(([routeKey, route]) => {
        const limits = throttleOf(route);
        const found = routeSettings.find((setting) => setting.routeKey === routeKey);
        if (!limits) return found ? [`${routeKey} has limits that nobody wrote`] : [];
        return found?.throttlingRateLimit === limits.requestsPerSecond && found.throttlingBurstLimit === limits.burst
          ? []
          : [`${routeKey} takes what comes`];
      });
      const wider = routeSettings.filter((setting) => setting.throttlingRateLimit > THROTTLE.requestsPerSecond);
      return [
        ...unbounded,
        ...wider.map(({ routeKey }) => `${routeKey} takes more than the stage`),
        ...routeSettings.filter(({ routeKey }) => !there.has(routeKey)).map(({ routeKey }) => `${routeKey} has limits and does not exist`),
      ];
    }),
  faults: [
    breaking<StageInputs>("a stage without limits for routes", STAGE, (stage) => delete stage.routeSettings),
    breaking<{ routeKey: string }>(
      "limits of a route that is not there",
      ROUTE,
      (route) => (route.routeKey = "GET /elsewhere"),
      ({ routeKey }) => routeKey === "$default",
    ),
  ],
};

/** The checks of the API's stage. */
export const stageChecks: readonly Check[] = [theStageIsBounded, costlyRoutesAreBounded];
