/** Would DRS be able to launch a server: is its launch template there, with its network, and may its post-launch actions run? */
import { block, warn, type Finding } from "@dr/adapter-kit";
import type { LaunchSettings } from "./drs-client.ts";
import type { RecoveryContext } from "./launch-pre.ts";

/** What stands against the launch itself. Reads EC2 in the Region that is recovered to; empty where the task asks for no checks. */
export async function launchFindings(
  context: RecoveryContext,
  name: string,
  { sourceServerId, settings }: { readonly sourceServerId: string; readonly settings: LaunchSettings },
): Promise<readonly Finding[]> {
  if (context.config.preExecutionChecks === false) return [];
  return [...(await templateFindings(context, name, settings)), ...(await actionFindings(context, name, sourceServerId, settings))];
}

async function templateFindings(
  { clients, config }: RecoveryContext,
  name: string,
  { templateId }: LaunchSettings,
): Promise<readonly Finding[]> {
  if (templateId === undefined) return [];
  const ec2 = clients.ec2(config.region);
  const network = await ec2.launchNetwork(templateId);
  if (network === undefined) {
    return [block("drs.launch_template_missing", `${name}: its launch template ${templateId} does not exist`, { templateId })];
  }
  const missing = await ec2.missingNetwork(network);
  if (missing.length === 0) return [];
  const text = `${name}: its launch template ${templateId} names ${missing.join(", ")}, which does not exist in the Region`;
  return [block("drs.launch_network_missing", text, { templateId, missing })];
}

/**
 * DRS runs post-launch actions in the rights of whoever launches (DRS user guide, post-launch settings). The adapter's role has none for
 * Systems Manager: an action would fail after the launch, on an instance that nobody then trusts.
 */
async function actionFindings(
  { clients, config }: RecoveryContext,
  name: string,
  sourceServerId: string,
  { runsPostLaunchActions }: LaunchSettings,
): Promise<readonly Finding[]> {
  if (!runsPostLaunchActions) return [];
  const allowed = new Set(config.allowPostLaunchActions);
  const actions = (await clients.drs(config.region).listPostLaunchActions(sourceServerId)).filter(({ document }) => !allowed.has(document));
  return actions.map(({ name: action, document, optional }) => {
    const text = `${name}: post-launch action ${action} runs ${document}, for which the adapter's role has no rights`;
    if (optional) return warn("drs.post_launch_rights", `${text}; it is optional and will fail`);
    const next = `give the role ssm:StartAutomationExecution and ssm:SendCommand on it and list it in config.allowPostLaunchActions, or switch the action off`;
    return block("drs.post_launch_rights", `${text}: ${next}`, { action, document });
  });
}
