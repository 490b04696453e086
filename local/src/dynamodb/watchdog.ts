/** Runs a child program and ends it when our own parent is gone: a SIGKILLed runtime must not leave its database engine behind. */
import { spawn } from "node:child_process";

const [program, ...args] = process.argv.slice(2);
if (program === undefined) throw new Error("usage: watchdog.ts <program> [args…]");
const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
// Whoever watches the program looks at its process, not at ours.
process.stdout.write(`${child.pid}\n`);
const end = (): void => void child.kill("SIGKILL");
// The parent holds the other end of our standard input; the kernel closes it when the parent dies, however it dies.
process.stdin.on("end", end).on("close", end).resume();
process.on("SIGTERM", () => void child.kill("SIGTERM"));
child.on("exit", (code) => process.exit(code ?? 1));
