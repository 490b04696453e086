/** The platform: the bus, where alarms are told, and the services that know the log. */
import { adapters, platformServices } from "@dr/services";
import { currentAccount } from "./account.ts";
import { busPolicy } from "./model/bus-policy.ts";
import { ALARM_TOPIC_PARAMETER, BUS_NAME, BUS_PARAMETER } from "./model/settings.ts";
import type { Site } from "./model/site.ts";
import { createAlarmTopic } from "./resources/alarm-topic.ts";
import { deployServices } from "./resources/services.ts";

/** What is left to do for the app that deploys the platform. */
export interface Platform {
  readonly site: Site;
  readonly apiUrl: $util.Output<string> | undefined;
}

/** Deploys the platform and tells adapters' own apps by Parameter Store where it is. */
export async function deployPlatform(): Promise<Platform> {
  const account = await currentAccount();
  const bus = new sst.aws.Bus("Bus", { transform: { bus: { name: BUS_NAME } } });
  new aws.cloudwatch.EventBusPolicy("BusPolicy", {
    eventBusName: bus.name,
    policy: busPolicy([...platformServices, ...adapters], account, BUS_NAME),
  });
  const topic = createAlarmTopic(account);
  announce("BusParameter", BUS_PARAMETER, bus.name);
  announce("AlarmTopicParameter", ALARM_TOPIC_PARAMETER, topic.arn);
  const site: Site = {
    account,
    stage: $app.stage,
    protect: $app.protect === true,
    busName: BUS_NAME,
    bus: bus.name,
    alarmTopic: topic.arn,
    folderOf: ({ service }) => `services/${service}`,
  };
  return { site, apiUrl: deployServices(platformServices, site) };
}

function announce(logical: string, name: string, value: $util.Output<string>): void {
  new aws.ssm.Parameter(logical, { name, type: "String", value });
}
