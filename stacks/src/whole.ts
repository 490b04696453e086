/** The root app: the platform, and the adapters unless their teams deploy them apart. */
import { adapters } from "@dr/services";
import { assertNobodyApart, chooseAdapters } from "./model/adapters-choice.ts";
import { ADAPTERS_PARAMETER, APART_ROOT, DEPLOYMENT_ROOT } from "./model/settings.ts";
import { deployPlatform } from "./platform.ts";
import { recordedBelow } from "./recorded.ts";
import { registerAdapter } from "./resources/registry.ts";
import { deployServices } from "./resources/services.ts";

/**
 * Deploys the whole system; with `DR_ADAPTERS=apart` the platform alone. The choice is made once for an installation, at its first deployment, and kept in
 * Parameter Store: forgetting the variable later changes nothing, and the other value is refused before anything is touched. Nor are adapters included while one has an app of its own,
 * whatever became of the record.
 */
export async function deployWhole(): Promise<{ readonly api: $util.Output<string> | undefined; readonly bus: string }> {
  const [decided, apart] = await Promise.all([recordedBelow(DEPLOYMENT_ROOT), recordedBelow(APART_ROOT)]);
  const choice = chooseAdapters(process.env["DR_ADAPTERS"], decided.get(ADAPTERS_PARAMETER));
  if (choice === "included") assertNobodyApart([...apart.keys()]);
  const { site, apiUrl } = await deployPlatform(decided);
  new aws.ssm.Parameter("AdaptersChoice", { name: ADAPTERS_PARAMETER, type: "String", value: choice });
  for (const adapter of choice === "included" ? adapters : []) {
    deployServices([adapter], site);
    registerAdapter(adapter);
  }
  return { api: apiUrl, bus: site.busName };
}
