/** `dr completion`: a script that completes commands in bash, zsh or fish. */
import { Argument, Command } from "commander";
import type { Define, Session } from "../session.ts";

/** Names come from the program itself. Use: `eval "$(dr completion bash)"`. */
export const defineCompletion =
  (names: readonly string[], definePlans: Define) =>
  (command: Command, session: Session): void => {
    command.addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"])).action((shell: "bash" | "zsh" | "fish") => {
      const plans = new Command("plans");
      definePlans(plans, session);
      session.terminal.document(SCRIPTS[shell](names.join(" "), plans.commands.map((each) => each.name()).join(" ")));
    });
  };

const bash = (names: string, plans: string): string => `_dr() {
  local words="${names}"
  [ "$COMP_CWORD" -gt 1 ] && words=""
  [ "$COMP_CWORD" -eq 2 ] && [ "\${COMP_WORDS[1]}" = plans ] && words="${plans}"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _dr dr`;

const SCRIPTS = {
  bash,
  zsh: (names: string, plans: string): string => `autoload -U +X bashcompinit && bashcompinit\n${bash(names, plans)}`,
  fish: (names: string, plans: string): string =>
    `complete -c dr -n __fish_use_subcommand -f -a "${names}"\ncomplete -c dr -n "__fish_seen_subcommand_from plans" -f -a "${plans}"`,
} as const;
