/** `pnpm dev`: the ring on one machine. Prints one line of JSON when ready; everything else goes to standard error. */
import { whyNoRoom } from "./data-folder/room.ts";
import { stderrLog } from "./log.ts";
import { parseOptions, usage } from "./options.ts";
import { prepareProcess } from "./prepare-process.ts";
import { installSteadyClock } from "./steady-clock.ts";
import { stopWithParent } from "./stop-with-parent.ts";

const parsed = parseOptions(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.message}\n\n${usage}\n`);
  process.exit(2);
}
if (parsed.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}

// Lambda takes logs and metrics from standard output; here it belongs to the ready line alone.
const writeReady = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

prepareProcess();
installSteadyClock();
const { startLocal } = await import("./start.ts");
const { options } = parsed;

const end = (): never => {
  const full = whyNoRoom(options.data);
  if (full !== undefined) stderrLog("error", full);
  return process.exit(1);
};

try {
  const runtime = await startLocal(options, { log: stderrLog, onDied: end });
  writeReady(`${JSON.stringify(runtime.ready)}\n`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void runtime.stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  stopWithParent(stop);
} catch (error) {
  stderrLog("error", error instanceof Error ? error.message : String(error));
  end();
}
