/** Alarms: told on one topic that people subscribe to. */
import type { ServiceManifest } from "@dr/runtime";
import { planAlarms } from "../model/alarm-plan.ts";
import { logicalName } from "../model/names.ts";
import type { Site } from "../model/site.ts";

/** Creates the alarms of a service. */
export function createAlarms(service: ServiceManifest, site: Site): void {
  for (const { name, description, periodSeconds, missingData, ...metric } of planAlarms(service)) {
    new aws.cloudwatch.MetricAlarm(`${logicalName(name)}Alarm`, {
      ...metric,
      name,
      alarmDescription: description,
      period: periodSeconds,
      treatMissingData: missingData,
      alarmActions: [site.alarmTopic],
      okActions: [site.alarmTopic],
    });
  }
}
