/** What the deployment says about triggers. */
import { DrError } from "@dr/events";
import type { FunctionEnv } from "@dr/runtime";

/** Which plan is meant where an event names none, and whether recoveries ask first. */
export interface TriggerSettings {
  readonly disasterPlan: string;
  /** Plans by the name of an alarm; other alarms start nothing. */
  readonly alarms: ReadonlyMap<string, string>;
  /** Recoveries wait for a person before anything is done. */
  readonly asksFirst: boolean;
}

/** Reads the settings. Throws `env.invalid`. */
export function parseTriggerSettings(env: FunctionEnv): TriggerSettings {
  const approval = env["DR_TRIGGER_APPROVAL"] || "required";
  if (approval !== "required" && approval !== "not_required")
    throw new DrError("env.invalid", "DR_TRIGGER_APPROVAL: expected required or not_required");
  const alarms = (env["DR_TRIGGER_ALARMS"] ?? "").split(",").filter((entry) => entry.trim() !== "");
  return {
    disasterPlan: env["DR_TRIGGER_DISASTER_PLAN"] || "emergency-recovery-plan",
    alarms: new Map(alarms.map(parseAlarm)),
    asksFirst: approval === "required",
  };
}

function parseAlarm(text: string): [string, string] {
  const at = text.lastIndexOf("=");
  if (at <= 0 || at === text.length - 1) throw new DrError("env.invalid", `DR_TRIGGER_ALARMS: \`${text}\`: expected <alarm>=<planId>`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
