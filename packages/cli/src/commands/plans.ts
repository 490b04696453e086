/** `dr plans …`: list, show, save, check, compare and delete plans. */
import type { Command } from "commander";
import { ApiProblem, type Client } from "@dr/client";
import { CliError } from "../cli-error.ts";
import { connect } from "../connection/connect.ts";
import { keyOf, withChange, withConnection, type ChangeFlags, type ConnectionFlags } from "../connection/flags.ts";
import { EXIT } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { counted } from "../view/counted.ts";
import { toTable } from "../view/table.ts";
import { defineEstimate } from "./estimate.ts";
import { print } from "./print.ts";

interface PageFlags extends ConnectionFlags {
  readonly limit?: string;
  readonly cursor?: string;
}

/** The group of commands. */
export function definePlans(command: Command, session: Session): void {
  defineList(command, session);
  withConnection(command.command("show <planId>").description("show a plan as it is saved"))
    .option("--version <number>", "a version other than the current one")
    .action(async (planId: string, flags: ConnectionFlags & { readonly version?: string }) => {
      const client = await connect(flags, session.terminal);
      const { body } =
        flags.version === undefined
          ? await client.getPlan({ params: { planId } })
          : await client.getPlanVersion({ params: { planId, version: flags.version } });
      print(session, flags, body, (plan) => JSON.stringify(plan, null, 2).split("\n"));
    });
  withConnection(command.command("versions <planId>").description("list the versions of a plan, newest first")).action(
    async (planId: string, flags: ConnectionFlags) => {
      const client = await connect(flags, session.terminal);
      const { body } = await client.listPlanVersions({ params: { planId } });
      print(session, flags, body, ({ versions }) =>
        toTable(
          ["VERSION", "WAVES", "TASKS", "UNRESOLVED", "SAVED", "HASH"],
          versions.map(({ version, waveCount, taskCount, unresolved = [], unresolvedUnlisted = 0, createdAt, planHash }) => [
            `${version}`,
            `${waveCount}`,
            `${taskCount}`,
            `${unresolved.length + unresolvedUnlisted}`,
            createdAt,
            planHash.slice(0, 12),
          ]),
        ),
      );
    },
  );
  defineSave(command, session);
  defineValidate(command, session);
  defineEstimate(command, session);
  defineDiff(command, session);
  withChange(command.command("delete <planId>").description("delete a plan; its versions stay readable, what runs goes on")).action(
    async (planId: string, flags: ChangeFlags) => {
      const client = await connect(flags, session.terminal);
      await client.deletePlan({ params: { planId }, ...keyOf(flags) });
      session.terminal.out(flags.json === true ? JSON.stringify({ planId, deleted: true }) : `${planId} is deleted`);
    },
  );
}

function defineList(command: Command, session: Session): void {
  withConnection(command.command("list").description("list plans"))
    .option("--limit <number>", "plans on a page, 1 to 100")
    .option("--cursor <text>", "where the page before ended")
    .action(async ({ limit, cursor, ...flags }: PageFlags) => {
      const client = await connect(flags, session.terminal);
      const { body } = await client.listPlans({ query: { limit, cursor } });
      print(session, flags, body, ({ plans, nextCursor }) => [
        ...toTable(
          ["PLAN", "VERSION", "WAVES", "TASKS", "UNRESOLVED", "SAVED", "NAME"],
          plans.map(({ planId, version, waveCount, taskCount, unresolved, updatedAt, name }) => [
            planId,
            `${version}`,
            `${waveCount}`,
            `${taskCount}`,
            `${unresolved}`,
            updatedAt,
            name,
          ]),
          "no plans: dr plans save FILE saves one",
        ),
        ...(nextCursor === undefined ? [] : [`more: dr plans list --cursor ${nextCursor}`]),
      ]);
    });
}

interface SaveFlags extends ChangeFlags {
  readonly plan?: string;
  readonly expectedVersion?: string;
  readonly allowUnresolved?: boolean;
}

function defineSave(command: Command, session: Session): void {
  withChange(command.command("save <file>").description("save a plan (YAML or JSON, - for standard input): a new one, or its next version"))
    .option("--plan <planId>", "save it as the next version of this plan and no other")
    .option("--expected-version <number>", "with --plan: refuse if somebody else saved another version meanwhile")
    .option("--allow-unresolved", "save although something that is named does not exist yet; it is shown until it is saved again")
    .action(async (file: string, flags: SaveFlags) => {
      const { plan, expectedVersion } = flags;
      const allowing = flags.allowUnresolved === true ? ({ allowUnresolved: "true" } as const) : {};
      if (expectedVersion !== undefined && plan === undefined)
        throw new CliError("cli.plan_missing", "--expected-version goes with --plan <planId>");
      const client = await connect(flags, session.terminal);
      const document = { ...readDocument(file, session), ...keyOf(flags) };
      const { body: saved } =
        plan === undefined
          ? await save(client, document, allowing)
          : await client.updatePlan({
              params: { planId: plan },
              query: { expectedVersion, ...allowing },
              ...replacing(expectedVersion),
              ...document,
            });
      print(
        session,
        flags,
        saved,
        ({ planId, version, planHash, waveCount, taskCount, unresolved = [], unresolvedUnlisted = 0, warnings }) => [
          `${planId} is saved as version ${version}: ${counted(waveCount, "wave")}, ${counted(taskCount, "task")}, hash ${planHash}`,
          ...(unresolved.length === 0
            ? []
            : [`UNRESOLVED: of ${unresolved.length + unresolvedUnlisted} names nobody knows that they are there`]),
          ...warnings.map((warning) => `warning ${placeOf(warning)}`),
        ],
      );
    });
}

/** Who names no version means whatever is there. */
function replacing(expectedVersion: string | undefined): { readonly ifMatch?: string } {
  return expectedVersion === undefined ? { ifMatch: "*" } : {};
}

/** A new plan, or the next version of the one that the API says is there. */
async function save(
  client: Client,
  document: { readonly body: string; readonly contentType: string },
  query: { readonly allowUnresolved?: "true" },
) {
  try {
    return await client.createPlan({ query, ...document });
  } catch (error) {
    const problem = error instanceof ApiProblem && error.problem.code === "plan.already_exists" ? error.problem : undefined;
    const planId = problem?.details?.["planId"];
    if (typeof planId !== "string") throw error;
    return client.updatePlan({ params: { planId }, query, ...replacing(undefined), ...document });
  }
}

interface RunFlags extends ConnectionFlags {
  readonly drill?: boolean;
  readonly unplanned?: boolean;
}

function defineValidate(command: Command, session: Session): void {
  withConnection(
    command
      .command("validate <file>")
      .description("check a plan (a file, or one that is saved by its id), and whether it would run now; nothing is touched"),
  )
    .option("--drill", "as a drill; default: as a recovery")
    .option("--unplanned", "as if the primary side were dead")
    .action(async (file: string, flags: RunFlags) => {
      const client = await connect(flags, session.terminal);
      const query = {
        executionType: flags.drill === true ? "drill" : "recovery",
        mode: flags.unplanned === true ? "unplanned" : "planned",
      } as const;
      const { body } = isSaved(file, session)
        ? await client.validatePlan({ params: { planId: file }, body: query })
        : await client.validateDocument({ query, ...readDocument(file, session) });
      print(session, flags, body, ({ valid, ready, problems, warnings, tasks }) => [
        ...problems.map((problem) => `error ${placeOf(problem)}`),
        ...warnings.map((warning) => `warning ${placeOf(warning)}`),
        ...tasks.flatMap(({ taskId, checks }) =>
          checks.map(({ severity, resource, message, code }) => `${severity} ${taskId}, ${resource}: ${message} (${code})`),
        ),
        `${valid ? "valid" : "NOT VALID"}; ${ready === null ? "nobody can say of every task whether it would run now" : ready ? "would run now" : "would NOT run now"} as a ${query.executionType}, ${query.mode}`,
      ]);
      session.exit(body.valid && body.ready !== false ? EXIT.ok : EXIT.problems);
    });
}

function defineDiff(command: Command, session: Session): void {
  withConnection(command.command("diff <planId> <version> <other>").description("tell two versions apart, by meaning")).action(
    async (planId: string, version: string, other: string, flags: ConnectionFlags) => {
      const client = await connect(flags, session.terminal);
      const { body } = await client.diffPlanVersions({ params: { planId, version, other } });
      print(session, flags, body, ({ identical, summary }) => (identical ? [`versions ${version} and ${other} mean the same`] : summary));
    },
  );
}

interface Place {
  readonly path: string;
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

function placeOf({ path, message, line, column }: Place): string {
  return `${line === undefined ? "" : `${line}:${column ?? 1} `}${path}: ${message}`;
}

/** What is no file here, and does not look like one, is the id of a plan. */
function isSaved(name: string, { terminal }: Session): boolean {
  return name !== "-" && !/[/\\]|\.(?:ya?ml|json)$/i.test(name) && !terminal.exists(name);
}

function readDocument(file: string, { terminal }: Session): { readonly body: string; readonly contentType: string } {
  try {
    const body = file === "-" ? terminal.readInput() : terminal.readFile(file);
    return { body, contentType: file.endsWith(".json") || body.trimStart().startsWith("{") ? "application/json" : "application/yaml" };
  } catch (error) {
    throw new CliError("file.unreadable", `cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
