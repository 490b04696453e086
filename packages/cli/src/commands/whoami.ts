/** `dr whoami`: as whom the platform sees the caller. */
import type { Command } from "commander";
import { connect } from "../connection/connect.ts";
import { withConnection, type ConnectionFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";
import { print } from "./print.ts";

/** Roles, permissions, and the person that the caller counts as. */
export function defineWhoAmI(command: Command, session: Session): void {
  withConnection(command).action(async (flags: ConnectionFlags) => {
    const client = await connect(flags, session.terminal);
    const { body } = await client.whoAmI({});
    print(session, flags, body, ({ principal, roles, person, personBecause, permissions }) => [
      `principal    ${principal}`,
      `roles        ${roles.join(", ") || "none"}`,
      `person       ${person ?? "nobody who can be told apart"} (${personBecause})`,
      `permissions  ${permissions.join(", ") || "none"}`,
    ]);
  });
}
