/** The platform: keys, the bus, where alarms are told, the services that know the log, and who may call. */
import { adapters, platformServices } from "@dr/services";
import { currentAccount } from "./account.ts";
import { isAdopting } from "./model/adoption.ts";
import { chooseAllowedRegions, recordOfAllowed } from "./model/allowed-regions.ts";
import { busPolicy, subscribersOf } from "./model/bus-policy.ts";
import { callerVariables, planCallers } from "./model/caller-trust.ts";
import { listOf } from "./model/list-of.ts";
import { chooseRegions, isJoining, recordOf, settingsOf, type Regions } from "./model/regions.ts";
import { isReserving } from "./model/reserved-concurrency.ts";
import {
  ALARM_TOPIC_PARAMETER,
  ALLOWED_REGIONS_PARAMETER,
  API_ENDPOINT_PARAMETER,
  API_ID_PARAMETER,
  BUS_NAME,
  BUS_PARAMETER,
  KEY_ROOT,
  REGIONS_PARAMETER,
} from "./model/settings.ts";
import type { Site } from "./model/site.ts";
import { recordedBelow } from "./recorded.ts";
import { createAlarmTopic } from "./resources/alarm-topic.ts";
import { authModeOf, authorizeBy } from "./resources/authorizer.ts";
import { createCallerRoles, settingsOfCallers } from "./resources/caller-roles.ts";
import { createDashboard } from "./resources/dashboard.ts";
import { createKeys } from "./resources/keys.ts";
import { deployServices } from "./resources/services.ts";

/** What is left to do for the app that deploys the platform. */
export interface Platform {
  readonly site: Site;
  readonly apiUrl: $util.Output<string> | undefined;
}

/** Deploys the platform and tells adapters' own apps by Parameter Store where it is. `decided` is what earlier deployments decided. */
export async function deployPlatform(decided: ReadonlyMap<string, string>): Promise<Platform> {
  const account = await currentAccount();
  const regions = chooseRegions(process.env["DR_REGIONS"], decided.get(REGIONS_PARAMETER), account.region);
  const joins = isJoining(regions, account.region);
  const allowedRegions = chooseAllowedRegions({
    asked: process.env["DR_ALLOWED_REGIONS"],
    recorded: decided.get(ALLOWED_REGIONS_PARAMETER),
    regions,
    follows: joins,
  });
  const mode = authModeOf(process.env["AUTH_MODE"]);
  // Tokens take the place of roles.
  const callers = mode === "cognito" ? [] : planCallers(callerVariables(process.env), account.accountId);
  const adopt = isAdopting(process.env["DR_ADOPT"]);
  const rings = await createKeys({ account, regions, adopt, recorded: await recordedBelow(KEY_ROOT) });
  const bus = new sst.aws.Bus("Bus", { transform: { bus: { name: BUS_NAME } } });
  const subscribers = subscribersOf(listOf(process.env["DR_SUBSCRIBER_ACCOUNTS"]));
  new aws.cloudwatch.EventBusPolicy("BusPolicy", {
    eventBusName: bus.name,
    policy: busPolicy({ services: [...platformServices, ...adapters], account, busName: BUS_NAME, subscribers }),
  });
  const topic = createAlarmTopic(rings.keys.alarms);
  announce("BusParameter", BUS_PARAMETER, bus.name);
  announce("AlarmTopicParameter", ALARM_TOPIC_PARAMETER, topic.arn);
  if (!joins) {
    recordInBoth("RegionsRecord", REGIONS_PARAMETER, { regions, value: recordOf(regions) });
    recordInBoth("AllowedRegionsRecord", ALLOWED_REGIONS_PARAMETER, { regions, value: recordOfAllowed(allowedRegions) });
  }
  const site: Site = {
    ...rings,
    account,
    regions,
    allowedRegions,
    adopt,
    stage: $app.stage,
    protect: $app.protect === true,
    reserve: isReserving(process.env["DR_RESERVED_CONCURRENCY"]),
    authorize: authorizeBy(mode, account),
    settings: { ...settingsOf(regions, allowedRegions), ...settingsOfCallers(callers, account) },
    busName: BUS_NAME,
    bus: bus.name,
    alarmTopic: topic.arn,
    folderOf: ({ service }) => `services/${service}`,
  };
  const api = deployServices(platformServices, site);
  if (api) {
    announce("ApiIdParameter", API_ID_PARAMETER, api.id);
    announce("ApiEndpointParameter", API_ENDPOINT_PARAMETER, api.url);
    createCallerRoles({ callers, api, account, joins });
    createDashboard([...platformServices, ...adapters], api.id, account);
  }
  return { site, apiUrl: api?.url };
}

/** In both Regions, so that a deployment in the other one knows that it joins. */
function recordInBoth(logical: string, name: string, { regions, value }: { readonly regions: Regions; readonly value: string }): void {
  const parameter = { name, type: "String", value };
  new aws.ssm.Parameter(logical, parameter);
  if (regions.replica !== undefined) new aws.ssm.Parameter(`${logical}There`, { ...parameter, region: regions.replica });
}

function announce(logical: string, name: string, value: $util.Output<string>): void {
  new aws.ssm.Parameter(logical, { name, type: "String", value });
}
