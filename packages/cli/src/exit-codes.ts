/** What a script learns from `dr`. */

/** Exit codes of every command. */
export const EXIT = { ok: 0, problems: 1, usage: 2 } as const;
/** An exit code. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
