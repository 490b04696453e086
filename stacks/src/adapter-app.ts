/** The app of one adapter: one team, one deployment. */
import type { AdapterManifest } from "@dr/runtime";
import { currentAccount } from "./account.ts";
import { assertApart } from "./model/adapters-choice.ts";
import { ADAPTERS_PARAMETER, ALARM_TOPIC_PARAMETER, BUS_PARAMETER, DEPLOYMENT_ROOT } from "./model/settings.ts";
import { registerAdapter } from "./resources/registry.ts";
import { deployServices } from "./resources/services.ts";

/**
 * Deploys the adapter beside a platform that is there already, in the same account and Region. Fails without one: its parameters are missing,
 * and beside one that has its adapters with it: two apps would own the same rules.
 */
export async function deployAdapter(manifest: AdapterManifest): Promise<{ readonly bus: string }> {
  const [account, { names, values }, bus, topic] = await Promise.all([
    currentAccount(),
    aws.ssm.getParametersByPath({ path: DEPLOYMENT_ROOT }),
    aws.ssm.getParameter({ name: BUS_PARAMETER }),
    aws.ssm.getParameter({ name: ALARM_TOPIC_PARAMETER }),
  ]);
  assertApart(values[names.indexOf(ADAPTERS_PARAMETER)]);
  deployServices([manifest], {
    account,
    stage: $app.stage,
    protect: $app.protect === true,
    busName: bus.value,
    bus: bus.value,
    alarmTopic: topic.value,
    folderOf: () => "",
  });
  registerAdapter(manifest);
  return { bus: bus.value };
}
