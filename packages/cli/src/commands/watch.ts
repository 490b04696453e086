/** `dr watch` and `dr show`: how an execution stands, once or until its end. */
import type { Client } from "@dr/client";
import type { Command } from "commander";
import { connect } from "../connection/connect.ts";
import { withConnection, type ConnectionFlags } from "../connection/flags.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { executionSchema, isOver, type ExecutionView } from "../view/execution.ts";
import { toLines } from "../view/lines.ts";
import { createProgress } from "../view/progress.ts";

interface WatchFlags extends ConnectionFlags {
  readonly untilWaiting?: boolean;
}

/** The API holds a poll for so long while nothing happens. */
const WAIT_SECONDS = 20;
/** What only people end. */
const FOR_PEOPLE = new Set(["approvals", "change", "failed_tasks", "resume", "person"]);

/** Ctrl-C leaves the execution alone. */
export function defineWatch(command: Command, session: Session): void {
  withConnection(command.argument("<executionId>"))
    .option("--until-waiting", `end with ${EXIT.waiting} as soon as it waits for a person`)
    .action(async (executionId: string, flags: WatchFlags) => {
      session.exit(await follow(session, await connect(flags, session.terminal), executionId, flags));
    });
}

/** One look. */
export function defineShow(command: Command, session: Session): void {
  withConnection(command.argument("<executionId>")).action(async (executionId: string, flags: ConnectionFlags) => {
    const client = await connect(flags, session.terminal);
    const { body } = await client.getExecution({ params: { executionId } });
    if (flags.json === true) session.terminal.out(JSON.stringify(body));
    else for (const { text } of toLines(await withNext(client, executionSchema.parse(body)))) session.terminal.out(text);
  });
}

/**
 * Shows the execution until it ended; resolves to the exit code that its end deserves. A poll costs one read while nothing happens. With `--json`
 * each look is a line.
 */
export async function follow({ terminal }: Session, client: Client, executionId: string, flags: WatchFlags): Promise<ExitCode> {
  const signal = terminal.interruption();
  const show = flags.json === true ? undefined : createProgress(terminal);
  let etag: string | undefined;
  try {
    for (;;) {
      const look = await lookAt(client, { executionId, etag, signal });
      etag = look.etag;
      if (!look.view) continue;
      if (show) show(look.view, new Date().toISOString());
      else terminal.out(JSON.stringify(look.body));
      const code = codeFor(look.view, flags);
      if (code !== undefined) return code;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.error(`no longer watching; the execution goes on: dr watch ${executionId}`);
    return EXIT.interrupted;
  }
}

interface Asked {
  readonly executionId: string;
  readonly etag: string | undefined;
  readonly signal: AbortSignal;
}

/** Without a view nothing has changed since the look that `etag` is of. */
async function lookAt(client: Client, { executionId, etag, signal }: Asked) {
  const params = { executionId };
  const poll = etag === undefined ? {} : { ifNoneMatch: etag, waitSeconds: WAIT_SECONDS };
  const status = await client.getExecutionStatus({ params, ...poll, signal });
  if (status.status === 304) return { etag: status.etag };
  const { body } = await client.getExecution({ params, signal });
  const view = executionSchema.parse(body);
  return {
    etag: status.etag,
    body,
    view: status.body?.["version"] === view.version ? withNextOf(status.body, view) : await later(client, view),
  };
}

/**
 * The execution went on between the two reads, so that what the first one waited for is no longer true. While it goes on the next poll answers at
 * once, for its tag is old; what has ended is asked again.
 */
async function later(client: Client, view: ExecutionView): Promise<ExecutionView> {
  return isOver(view) ? withNext(client, view) : view;
}

function withNextOf(status: Readonly<Record<string, unknown>>, view: ExecutionView): ExecutionView {
  return { ...view, next: executionSchema.shape.next.parse(status["next"]) };
}

function codeFor(view: ExecutionView, { untilWaiting }: WatchFlags): ExitCode | undefined {
  if (isOver(view)) return view.status === "completed" ? EXIT.ok : EXIT.problems;
  return untilWaiting === true && FOR_PEOPLE.has(view.next?.waitingFor ?? "") ? EXIT.waiting : undefined;
}

/** What can be done next is said by the status. */
async function withNext(client: Client, view: ExecutionView): Promise<ExecutionView> {
  if (view.next) return view;
  const { body } = await client.getExecutionStatus({ params: { executionId: view.executionId } });
  return withNextOf(body, view);
}
