/** `dr approve` and `dr decline`: decides on what a pause waits for. */
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { connect } from "../connection/connect.ts";
import { keyOf, withChange, type ChangeFlags } from "../connection/flags.ts";
import type { Define, Session } from "../session.ts";
import { executionSchema } from "../view/execution.ts";
import { printStatus } from "./control.ts";

interface DecideFlags extends ChangeFlags {
  readonly comment?: string;
  readonly planHash?: string;
  readonly breakGlass?: boolean;
}

/**
 * Binds the decision to plan, manifest and mode as they stand at this moment, which it prints. `--plan-hash` binds it to a plan that was seen
 * before: another one is refused.
 */
export const defineDecision =
  (decision: "approve" | "decline"): Define =>
  (command: Command, session: Session) => {
    const described = withChange(command.argument("<executionId>"))
      .option("--comment <text>", "why; it is kept in the log")
      .option("--plan-hash <hash>", "refuse if the plan is another one");
    if (decision === "approve")
      described.option("--break-glass", "one approval more, in the place of the change ticket that is waited for; --comment says why");
    described.action(async (executionId: string, flags: DecideFlags) => {
      const client = await connect(flags, session.terminal);
      const params = { executionId };
      const view = executionSchema.parse((await client.getExecution({ params })).body);
      const { pause, planHash, manifestHash, mode } = view;
      if (!pause) throw new CliError("cli.not_paused", `${executionId} is ${view.status}: there is nothing to ${decision}`);
      const body = {
        pauseId: pause.pauseId,
        decision,
        planHash: flags.planHash ?? planHash,
        manifestHash: manifestHash ?? "",
        mode,
        comment: flags.comment,
        ...(flags.breakGlass === true ? { breakGlass: true as const } : {}),
      };
      const { body: status } = await client.decideApproval({ params, body, ...keyOf(flags) });
      const given = decision === "approve" ? "approved" : "declined";
      const what = `${given}: ${view.planName}, plan hash ${body.planHash}, manifest hash ${body.manifestHash || "none"}, ${mode}`;
      if (flags.json !== true) session.terminal.out(what);
      printStatus(session, flags, status);
    });
  };
