/** What an environment says where a task does not, for every operation that takes a `failoverTimeout`. */
import type { Operation, TaskContext } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { DatabaseClients } from "../clients.ts";
import { environmentSettings, foreignWarnings, overdue, told, type EnvironmentSettings } from "../environment.ts";
import { parseTarget } from "../input.ts";

interface Timed {
  readonly failoverTimeout?: number | undefined;
}
/** The settings are journaled beside the state before: what counted when it was begun counts to its end. */
interface Surrounded {
  readonly environment?: EnvironmentSettings;
}

/** The same operation: what takes longer than the environment's time is given up, a database that is none of the environment's is said, and so is what was used. */
export function inEnvironment<Resources, Config>(
  operation: Operation<DatabaseClients, Resources, Config>,
): Operation<DatabaseClients, Resources, Config> {
  return {
    ...operation,
    prepare: async (context, target) => {
      const { settings, warnings } = await settingsFor(context);
      const answer = await operation.prepare(context, target);
      if (answer.state !== "ready") return answer;
      const pre = { ...(answer.pre as object), environment: settings } satisfies Surrounded;
      return { ...answer, pre, warnings: [...(answer.warnings ?? []), ...warnings, ...foreignTo(target, settings)] };
    },
    poll: async (...asked) => {
      const [context, target, pre] = asked;
      const { environment = {} } = pre as Surrounded;
      const answer = await operation.poll(...asked);
      if (answer.state === "completed") {
        const { evidence } = answer;
        return { ...answer, evidence: { ...evidence, after: { ...evidence.after, ...told(environment) } } };
      }
      // What has moved is not given up: only its proof is missing.
      const waited = context.secondsSince(context.intentAt);
      if (answer.state !== "in_progress" || answer.changed === true || waited < operation.settleSeconds(target)) return answer;
      const failure = overdue(waited, environment);
      return failure === undefined ? answer : { state: "failed", failure };
    },
  };
}

/** Nobody waits for a Region that is lost: what an unplanned recovery cannot read is said, and its own words count. Throws `database.bad_default`. */
async function settingsFor({
  clients,
  config,
  environment,
  mode,
}: TaskContext<DatabaseClients>): Promise<{ readonly settings: EnvironmentSettings; readonly warnings: readonly string[] }> {
  try {
    const asking = { clients, config: config as Timed, ...(environment === undefined ? {} : { environment }) };
    return { settings: await environmentSettings(asking), warnings: [] };
  } catch (error) {
    if (mode !== "unplanned" || error instanceof DrError) throw error;
    return {
      settings: {},
      warnings: [`what environment ${environment ?? "?"} says could not be read: the task's own words count`],
    };
  }
}

function foreignTo(target: string, settings: EnvironmentSettings): readonly string[] {
  return /^(?:cluster|instance):/.test(target) ? foreignWarnings(parseTarget(target, undefined).id, settings) : [];
}
