/** Whether a port can be had, and who has it if not: found out before everything else is started. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

/** Resolves if this machine's loopback interface has the port free (0 = any). Rejects with who has it, as far as this user may know, and what to do. */
export async function assertPortFree(port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new Error(explain(port, error))));
    server.listen(port, "127.0.0.1", resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

const OTHERS = "name another port, or --port 0 for any that is free";

function explain(port: number, { code, message }: NodeJS.ErrnoException): string {
  if (code === "EACCES") return `--port ${port} is not for this user (${message}): ${OTHERS}`;
  if (code !== "EADDRINUSE") return `--port ${port} cannot be had (${message}): ${OTHERS}`;
  const owner = listenerOf(port);
  const who = owner ? ` by process ${owner.pid} (${owner.command}). Stop it with: kill ${owner.pid}. Or` : ` by another program:`;
  return `--port ${port} is in use${who} ${OTHERS}`;
}

/** A listening TCP socket in state 0A of /proc/net/tcp (proc(5)). */
const LISTENING = "0A";

/** The process that listens, where the system tells (Linux, and of one's own processes). */
function listenerOf(port: number): { readonly pid: number; readonly command: string } | undefined {
  try {
    const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => socketsIn(file, port)));
    const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && filesOf(name).some((file) => sockets.has(file)));
    if (pid === undefined) return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    return { pid: Number(pid), command: command.length <= 120 ? command : `${command.slice(0, 119)}…` };
  } catch {
    return undefined; // Not Linux, or gone meanwhile.
  }
}

/** `socket:[inode]` of those who listen on the port. */
function socketsIn(file: string, port: number): readonly string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, local = "", , state, , , , , , inode]) => (local.endsWith(wanted) && state === LISTENING ? [`socket:[${inode}]`] : []));
}

function filesOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    return []; // Somebody else's.
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
