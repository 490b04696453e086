/** The stage of the API: bounded, and every caller in its access log. */
import { THROTTLE } from "../../src/model/http-stage.ts";
import { breaking, type Check } from "./check.ts";
import { inputsOf, STAGE } from "./types.ts";

interface StageInputs {
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

/** The checks of the API's stage. */
export const stageChecks: readonly Check[] = [theStageIsBounded];
