/** The app of one adapter: one team, one deployment. */
import type { AdapterManifest } from "@dr/runtime";
import { currentAccount } from "./account.ts";
import { ALARM_TOPIC_PARAMETER, BUS_PARAMETER } from "./model/settings.ts";
import { registerAdapter } from "./resources/registry.ts";
import { deployServices } from "./resources/services.ts";

/** Deploys the adapter beside a platform that is there already, in the same account and Region. Fails without one: its parameters are missing. */
export async function deployAdapter(manifest: AdapterManifest): Promise<{ readonly bus: string }> {
  const [account, bus, topic] = await Promise.all([
    currentAccount(),
    aws.ssm.getParameter({ name: BUS_PARAMETER }),
    aws.ssm.getParameter({ name: ALARM_TOPIC_PARAMETER }),
  ]);
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
