/** Under a package manager's script, ends with the package manager: a killed `pnpm dev` must not leave a runtime that holds port and data. */

const checkEveryMs = 250;

/** Calls `stop` once the process that started us is gone. Does nothing when no script runner started us: then we may outlive a shell. */
export function stopWithParent(stop: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, checkEveryMs).unref();
}
