/** Alarms: told on one topic that people subscribe to. */
import type { ServiceManifest } from "@dr/runtime";
import { apiAlarms, planAlarms, type PlannedAlarm } from "../model/alarm-plan.ts";
import { logicalName } from "../model/names.ts";
import type { Site } from "../model/site.ts";

/** Creates the alarms of a service. */
export function createAlarms(service: ServiceManifest, site: Site): void {
  for (const { dimensions, ...planned } of planAlarms(service)) createAlarm(planned, dimensions, site);
}

/** Creates the alarms of the API with this id. */
export function createApiAlarms(apiId: $util.Output<string>, site: Site): void {
  for (const planned of apiAlarms) createAlarm(planned, { ApiId: apiId }, site);
}

type Planned = Omit<PlannedAlarm, "dimensions"> | (typeof apiAlarms)[number];

function createAlarm(planned: Planned, dimensions: Readonly<Record<string, $util.Input<string>>>, site: Site): void {
  const { name, description, runbook, periodSeconds, missingData, ...metric } = planned;
  new aws.cloudwatch.MetricAlarm(`${logicalName(name)}Alarm`, {
    ...metric,
    dimensions,
    name,
    alarmDescription: `${description} What to do: docs/how-to/runbooks/${runbook}.md`,
    period: periodSeconds,
    treatMissingData: missingData,
    alarmActions: [site.alarmTopic],
    okActions: [site.alarmTopic],
    ...(missingData === "missing" && { insufficientDataActions: [site.alarmTopic] }),
  });
}
