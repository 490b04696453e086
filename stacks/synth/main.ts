/** `pnpm synth`: evaluates every app offline, shows what would be deployed, and checks it. `--json` prints everything as one JSON object, `--resources` the resources of the root app alone, unchecked, for other tools. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ALARM_TOPIC_NAME, ALARM_TOPIC_PARAMETER, BUS_NAME, BUS_PARAMETER } from "../src/model/settings.ts";
import { arnOf } from "../src/model/arns.ts";
import { appsOf, type App } from "./apps.ts";
import { overBudget } from "./budget.ts";
import { plantFaults, runChecks, type Outcome } from "./checks/run-checks.ts";
import { coldStarts, type ColdStart } from "./cold-start.ts";
import { installPlatform } from "./install-platform.ts";
import { evaluateApp, type Evaluation } from "./program/evaluate-app.ts";
import { SYNTH_ACCOUNT } from "./program/resource.ts";
import { formatColdStarts, formatResources } from "./report.ts";
import { overLimits } from "./start-limits.ts";
import { typeCheck } from "./type-check.ts";

/** Safety that only production has is checked too. */
const STAGE = "production";

/** What the platform's app leaves in Parameter Store for the adapters' apps. */
const PARAMETERS = { [BUS_PARAMETER]: BUS_NAME, [ALARM_TOPIC_PARAMETER]: arnOf(SYNTH_ACCOUNT, "topic", ALARM_TOPIC_NAME) };

interface Synthesis extends Partial<Evaluation> {
  readonly label: string;
  readonly outcomes: readonly Outcome[];
  readonly starts: readonly ColdStart[];
}

const repository = join(import.meta.dirname, "../..");

function evaluate({ label, folder: appFolder, environment, parameters }: App, platform: string): Promise<Evaluation> {
  const scratch = join(repository, ".sst/synth");
  return evaluateApp({ label, appFolder, platform, scratch, stage: STAGE, environment, parameters: { ...PARAMETERS, ...parameters } });
}

/** The root app with everything that it can have, and as it is with a user pool. */
async function printResources(platform: string): Promise<void> {
  const apps = appsOf(repository).filter(({ label }) => label === "whole" || label === "cognito");
  const evaluated = [];
  for (const app of apps) evaluated.push({ label: app.label, resources: (await evaluate(app, platform)).resources });
  console.log(JSON.stringify(evaluated));
}

async function synthesize(app: App, platform: string): Promise<Synthesis> {
  const { label, manifests, environment, regions, allowedRegions } = app;
  try {
    const evaluated = await evaluate(app, platform);
    const starts = app.startFunctions ? await coldStarts(evaluated.resources, evaluated.functions, app.measureRounds) : [];
    const limit = allowedRegions === undefined ? {} : { allowedRegions };
    const subject = { label, manifests, regions, ...limit, environment, config: evaluated.config, resources: evaluated.resources };
    const started = starts.flatMap((start) => [
      { name: `${start.name} starts with its environment`, problems: start.problem === undefined ? [] : [start.problem] },
      { name: `${start.name} keeps its budget`, problems: overBudget(start) },
      { name: `${start.name} keeps the limits of a start`, problems: overLimits(start) },
    ]);
    return { ...evaluated, label, starts, outcomes: [...runChecks(subject), ...plantFaults(subject), ...started] };
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return { label, starts: [], outcomes: [{ name: "the app can be evaluated", problems: [stderr ?? message] }] };
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, resources: { type: "boolean", default: false } } });
  const platform = await installPlatform(repository);
  if (values.resources) {
    await printResources(platform);
    return;
  }
  const types = typeCheck(repository);
  const apps: Synthesis[] = [];
  for (const app of appsOf(repository)) apps.push(await synthesize(app, platform));
  const checkedTypes: Outcome = { name: "stacks and every sst.config.ts fit SST's own types", problems: await types };
  const outcomes = [
    ...apps.flatMap((app) => app.outcomes.map((outcome) => ({ ...outcome, app: app.label }))),
    { ...checkedTypes, app: "types" },
  ];
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  if (values.json) {
    console.log(JSON.stringify({ stage: STAGE, apps, outcomes, passed: outcomes.length - failed.length, failed: failed.length }, null, 2));
  } else {
    print(apps, outcomes, failed);
  }
  process.exitCode = failed.length > 0 ? 1 : 0;
}

function print(apps: readonly Synthesis[], outcomes: readonly Outcome[], failed: readonly (Outcome & { app: string })[]): void {
  console.log(formatResources(apps.map(({ label, resources = [] }) => ({ label, resources }))));
  console.log(`\n${formatColdStarts(apps[0]?.starts ?? [])}\n`);
  for (const { app, name, problems } of failed)
    console.log(`FAILED  ${app}: ${name}\n${problems.map((problem) => `        ${problem}`).join("\n")}`);
  const faults = outcomes.filter(({ name }) => name.startsWith("planted fault")).length;
  console.log(`${outcomes.length - faults} checks, and ${faults} faults planted to see them fail`);
  console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
}

await main();
