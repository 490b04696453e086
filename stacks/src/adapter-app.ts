/** The app of one adapter: one team, one deployment. */
import type { AdapterManifest } from "@dr/runtime";
import { currentAccount } from "./account.ts";
import { assertApart } from "./model/adapters-choice.ts";
import { isAdopting } from "./model/adoption.ts";
import { chooseAllowedRegions } from "./model/allowed-regions.ts";
import { chooseRegions, settingsOf } from "./model/regions.ts";
import {
  ADAPTERS_PARAMETER,
  ALARM_TOPIC_PARAMETER,
  ALLOWED_REGIONS_PARAMETER,
  APART_ROOT,
  BUS_PARAMETER,
  DEPLOYMENT_ROOT,
  KEY_ROOT,
  REGIONS_PARAMETER,
} from "./model/settings.ts";
import { recordedBelow } from "./recorded.ts";
import { keysFrom } from "./resources/keys.ts";
import { registerAdapter } from "./resources/registry.ts";
import { deployServices } from "./resources/services.ts";

/**
 * Deploys the adapter beside a platform that is there already, in the same account and Region. Fails without one: its parameters are missing,
 * and beside one that has its adapters with it: two apps would own the same rules. Leaves its name, so that the platform's app never takes the adapter over.
 */
export async function deployAdapter(manifest: AdapterManifest): Promise<{ readonly bus: string }> {
  const [account, decided, keys, bus, topic] = await Promise.all([
    currentAccount(),
    recordedBelow(DEPLOYMENT_ROOT),
    recordedBelow(KEY_ROOT),
    aws.ssm.getParameter({ name: BUS_PARAMETER }),
    aws.ssm.getParameter({ name: ALARM_TOPIC_PARAMETER }),
  ]);
  assertApart(decided.get(ADAPTERS_PARAMETER));
  const regions = chooseRegions(undefined, decided.get(REGIONS_PARAMETER), account.region);
  const allowedRegions = chooseAllowedRegions({
    asked: process.env["DR_ALLOWED_REGIONS"],
    recorded: decided.get(ALLOWED_REGIONS_PARAMETER),
    regions,
    follows: true,
  });
  new aws.ssm.Parameter("Apart", { name: `${APART_ROOT}/${manifest.service}`, type: "String", value: $app.name });
  deployServices([manifest], {
    ...keysFrom(keys),
    account,
    regions,
    allowedRegions,
    adopt: isAdopting(process.env["DR_ADOPT"]),
    stage: $app.stage,
    protect: $app.protect === true,
    reserve: false,
    authorize: () => ({ authorizationType: "AWS_IAM" }),
    settings: settingsOf(regions, allowedRegions),
    busName: bus.value,
    bus: bus.value,
    alarmTopic: topic.value,
    folderOf: () => "",
  });
  registerAdapter(manifest);
  return { bus: bus.value };
}
