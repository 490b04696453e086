/** The HTTP API: every request is signed or bears a token, also one that no route matches; the few open routes say so in their manifest. */
import type { HttpRouteManifest } from "@dr/runtime";
import { ACCESS_LOG_FORMAT, DEFAULT_ROUTE, THROTTLE, throttleOf } from "../model/http-stage.ts";
import { logicalName } from "../model/names.ts";
import { LOG_RETENTION_DAYS } from "../model/settings.ts";
import type { Site } from "../model/site.ts";
import { createApiAlarms } from "./alarms.ts";

const NAME = "dr-orchestration";

/** An API as others refer to it. */
export interface HttpApi {
  readonly url: $util.Output<string>;
  readonly id: $util.Output<string>;
  readonly executionArn: $util.Output<string>;
}

/** A function behind the API, and the routes that it answers. */
export interface Front {
  readonly name: string;
  readonly routes: readonly HttpRouteManifest[];
  readonly target: sst.aws.Function;
}

/**
 * Creates the API with an integration for each function; what no route takes goes to the one with `/{proxy+}`. Not SST's component: it makes the stage before there are routes, and API Gateway refuses limits for routes that do not exist.
 * There is no CORS: browsers do not hold AWS keys.
 */
export function createHttpApi(fronts: readonly Front[], site: Site): HttpApi {
  const { id: apiId, executionArn, apiEndpoint: url } = new aws.apigatewayv2.Api("Api", { name: NAME, protocolType: "HTTP" });
  createApiAlarms(apiId, site);
  const closed = site.authorize(apiId);
  const keys = new Map<string, HttpRouteManifest>();
  const created = fronts.flatMap((front) => {
    const target = integrate(front, apiId, executionArn);
    const takesRest = front.routes.some(({ path }) => path === "/{proxy+}");
    const routes = takesRest ? [...front.routes, DEFAULT_ROUTE] : front.routes;
    return routes.map((route) => {
      const routeKey = route === DEFAULT_ROUTE ? route.method : `${route.method} ${route.path}`;
      keys.set(routeKey, route);
      const authorization = route.open === true ? { authorizationType: "NONE" } : closed;
      return new aws.apigatewayv2.Route(`ApiRoute${logicalName(routeKey)}`, { apiId, routeKey, ...authorization, target });
    });
  });
  createStage(apiId, keys, created, site);
  return { url, id: apiId, executionArn };
}

/** Lets the API invoke a function; gives what routes name as their target. */
function integrate({ name, target }: Front, apiId: $util.Output<string>, executionArn: $util.Output<string>): $util.Output<string> {
  const integration = new aws.apigatewayv2.Integration(`${logicalName(name)}Integration`, {
    apiId,
    integrationType: "AWS_PROXY",
    integrationUri: target.arn,
    payloadFormatVersion: "2.0",
  });
  new aws.lambda.Permission(`${logicalName(name)}Invoked`, {
    action: "lambda:InvokeFunction",
    function: target.arn,
    principal: "apigateway.amazonaws.com",
    sourceArn: executionArn.apply((arn) => `${arn}/*`),
  });
  return integration.id.apply((id) => `integrations/${id}`);
}

/** The stage comes last: its settings name routes. */
function createStage(
  apiId: $util.Output<string>,
  keys: ReadonlyMap<string, HttpRouteManifest>,
  created: readonly aws.apigatewayv2.Route[],
  site: Site,
): void {
  const log = new aws.cloudwatch.LogGroup("ApiAccessLog", {
    name: `/aws/vendedlogs/apis/${NAME}`,
    retentionInDays: LOG_RETENTION_DAYS,
    kmsKeyId: site.keys.logs,
  });
  const routeSettings = [...keys].flatMap(([routeKey, route]) => {
    const limits = throttleOf(route);
    return limits ? [{ routeKey, throttlingRateLimit: limits.requestsPerSecond, throttlingBurstLimit: limits.burst }] : [];
  });
  new aws.apigatewayv2.Stage(
    "ApiStage",
    {
      apiId,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.arn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: { throttlingRateLimit: THROTTLE.requestsPerSecond, throttlingBurstLimit: THROTTLE.burst },
      routeSettings,
    },
    { dependsOn: [...created] },
  );
}
