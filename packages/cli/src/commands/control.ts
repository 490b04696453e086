/** Commands to a running or ended execution: pause, resume, cancel, retry, skip, rollback, redrive, mode. */
import type { BodyOf, Client } from "@dr/client";
import type { Command } from "commander";
import { connect } from "../connection/connect.ts";
import { keyOf, withChange, type ChangeFlags } from "../connection/flags.ts";
import type { Define, Session } from "../session.ts";
import { executionSchema } from "../view/execution.ts";
import { waitLines } from "../view/lines.ts";
import { print } from "./print.ts";

type Status = BodyOf<"getExecutionStatus">;
type Sent = Promise<{ readonly body: Status }>;

interface ControlFlags extends ChangeFlags {
  readonly reason: string;
  readonly withdraw?: boolean;
  readonly force?: boolean;
}

interface Request {
  readonly params: { readonly executionId: string };
  readonly reason: string;
  readonly key: { readonly idempotencyKey?: string };
  readonly flags: ControlFlags;
}

/** The status that follows, and what it waits for. */
export function printStatus(session: Session, flags: ChangeFlags, body: Status): void {
  print(session, flags, body, ({ executionId, status, next }) => [
    `${executionId} is ${status.replaceAll("_", " ")}`,
    ...waitLines({ executionId, next: executionSchema.shape.next.parse(next) }).map(({ text }) => text),
  ]);
}

function control(send: (client: Client, request: Request) => Sent, extend: (command: Command) => Command = (command) => command): Define {
  return (command, session) => {
    extend(withChange(command.argument("<executionId>")).requiredOption("--reason <text>", "why; it is kept in the log")).action(
      async (executionId: string, flags: ControlFlags) => {
        const client = await connect(flags, session.terminal);
        const { body } = await send(client, { params: { executionId }, reason: flags.reason, key: keyOf(flags), flags });
        printStatus(session, flags, body);
      },
    );
  };
}

/** `dr pause`: at the next wave boundary. */
export const definePause = control(
  (client, { params, reason, key, flags }) =>
    flags.withdraw === true ? client.withdrawPause({ params, ...key }) : client.pauseExecution({ params, body: { reason }, ...key }),
  (command) => command.option("--withdraw", "take back a pause that has not begun"),
);
/** `dr resume` */
export const defineResume = control((client, { params, reason, key }) => client.resumeExecution({ params, body: { reason }, ...key }));
/** `dr cancel` */
export const defineCancel = control((client, { params, reason, key }) => client.cancelExecution({ params, body: { reason }, ...key }));

const withForce = (command: Command): Command => command.option("--force", "although a later execution of the plan ran");
const forceOf = ({ force }: ControlFlags): { readonly force?: boolean } => (force === true ? { force } : {});

/** `dr redrive` */
export const defineRedrive = control(
  (client, { params, reason, key, flags }) => client.redriveExecution({ params, body: { reason, ...forceOf(flags) }, ...key }),
  withForce,
);
/** `dr rollback` */
export const defineRollback = control(
  (client, { params, reason, key, flags }) => client.rollbackExecution({ params, body: { reason, ...forceOf(flags) }, ...key }),
  withForce,
);

function onTask(
  send: (client: Client, request: Omit<Request, "params"> & { readonly params: { executionId: string; taskId: string } }) => Sent,
): Define {
  return (command, session) => {
    withChange(command.argument("<executionId>").argument("<taskId>"))
      .requiredOption("--reason <text>", "why; it is kept in the log")
      .action(async (executionId: string, taskId: string, flags: ControlFlags) => {
        const client = await connect(flags, session.terminal);
        const { body } = await send(client, { params: { executionId, taskId }, reason: flags.reason, key: keyOf(flags), flags });
        printStatus(session, flags, body);
      });
  };
}

/** `dr retry` */
export const defineRetry = onTask((client, { params, reason, key }) => client.retryTask({ params, body: { reason }, ...key }));
/** `dr skip` */
export const defineSkip = onTask((client, { params, reason, key }) => client.skipTask({ params, body: { reason }, ...key }));

/** `dr mode` */
export const defineMode: Define = (command, session) => {
  withChange(command.argument("<executionId>").argument("<mode>", "planned or unplanned"))
    .requiredOption("--reason <text>", "why; it is kept in the log")
    .action(async (executionId: string, mode: "planned" | "unplanned", flags: ControlFlags) => {
      const client = await connect(flags, session.terminal);
      const { body } = await client.switchMode({ params: { executionId }, body: { mode, reason: flags.reason }, ...keyOf(flags) });
      printStatus(session, flags, body);
    });
};
