/** The scenarios by the names of their histories. */
import { approval, cancelled, completed, drill, paused, queued } from "./happy.ts";
import { redriven, relaunched, retried, rolledBack, skipped, timedOut } from "./trouble.ts";
import type { Scenario } from "./scenario.ts";

/** Those that share a ring. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  completed,
  approval,
  drill,
  paused,
  queued,
  cancelled,
  "rolled-back": rolledBack,
  redriven,
  relaunched,
  retried,
  skipped,
  "timed-out": timedOut,
};

/** The one that loses its ring. */
export const TAKEN_OVER = "taken-over";

/** Names of all histories of a version. */
export const SCENARIO_NAMES: readonly string[] = [...Object.keys(SCENARIOS), TAKEN_OVER];
