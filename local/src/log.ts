/** Where the local runtime tells what happens; standard output belongs to the ready line alone. */

/** Takes one line. */
export type LocalLog = (level: "info" | "warn" | "error", message: string) => void;

/** Writes to standard error, a line each. */
export const stderrLog: LocalLog = (level, message) => void process.stderr.write(`${level.padEnd(5)} ${message}\n`);
