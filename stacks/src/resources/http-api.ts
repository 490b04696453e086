/** The HTTP API: every request is signed, also one that no route matches; the few open routes say so in their manifest. */
import type { HttpRouteManifest } from "@dr/runtime";
import { logicalName } from "../model/names.ts";
import { ACCESS_LOG_FORMAT, THROTTLE } from "../model/http-stage.ts";
import type { Site } from "../model/site.ts";
import { createApiAlarms } from "./alarms.ts";

const NAME = "dr-orchestration";

/** Bounds what one caller can do to all others, and says in the access log who called: SST's own format names neither caller nor account. */
function guardStage(stage: aws.apigatewayv2.StageArgs): undefined {
  stage.defaultRouteSettings = { throttlingRateLimit: THROTTLE.requestsPerSecond, throttlingBurstLimit: THROTTLE.burst };
  stage.accessLogSettings = $util
    .output(stage.accessLogSettings)
    .apply((settings) => ({ destinationArn: settings?.destinationArn ?? "", format: ACCESS_LOG_FORMAT }));
}

/** Creates the API with one integration for all routes and gives its URL. SST's open CORS is off: browsers do not hold AWS keys. */
export function createHttpApi(routes: readonly HttpRouteManifest[], target: sst.aws.Function, site: Site): $util.Output<string> {
  const api = new sst.aws.ApiGatewayV2("Api", {
    accessLog: { retention: "3 months" },
    transform: { api: { name: NAME, corsConfiguration: undefined }, logGroup: { name: `/aws/vendedlogs/apis/${NAME}` }, stage: guardStage },
  });
  const { id: apiId, executionArn } = api.nodes.api;
  createApiAlarms(apiId, site);
  const integration = new aws.apigatewayv2.Integration("ApiIntegration", {
    apiId,
    integrationType: "AWS_PROXY",
    integrationUri: target.arn,
    payloadFormatVersion: "2.0",
  });
  new aws.lambda.Permission("ApiInvokes", {
    action: "lambda:InvokeFunction",
    function: target.arn,
    principal: "apigateway.amazonaws.com",
    sourceArn: executionArn.apply((arn) => `${arn}/*`),
  });
  const keys = new Map([...routes.map((route) => [`${route.method} ${route.path}`, route.open === true] as const), ["$default", false]]);
  for (const [routeKey, open] of keys) {
    new aws.apigatewayv2.Route(`ApiRoute${logicalName(routeKey)}`, {
      apiId,
      routeKey,
      authorizationType: open ? "NONE" : "AWS_IAM",
      target: integration.id.apply((id) => `integrations/${id}`),
    });
  }
  return api.url;
}
