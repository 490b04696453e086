/** What a script learns from `dr`. */

/**
 * Exit codes of every command: 0 in order; 1 problems found, or an execution that did not complete; 2 wrong usage; 3 the API refused;
 * 4 no answer, or the API could not serve; 5 it waits for a person (`--until-waiting`); 130 interrupted; 141 whoever read the output has gone, as every program in a pipe ends then.
 */
export const EXIT = { ok: 0, problems: 1, usage: 2, refused: 3, unavailable: 4, waiting: 5, interrupted: 130, unread: 141 } as const;
/** An exit code. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
