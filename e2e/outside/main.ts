/** `pnpm adapter:conformance`: holds an adapter in any language against the kit's faults, from outside. */
import { adapterProcess } from "./adapter-process.ts";
import { casesFor } from "./cases.ts";
import { parseOptions, usage, type Options } from "./options.ts";
import { createWires } from "./wires.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let options: Options | null;
  try {
    options = parseOptions(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  return conform(options);
}

async function conform(options: Options): Promise<number> {
  const wires = await createWires(options);
  const adapter = adapterProcess(options.command);
  const results: { readonly name: string; readonly wrong: string | null }[] = [];
  adapter.start();
  try {
    for (const { name, run } of casesFor(options)) {
      const wrong = (await run({ options, wires, adapter })) ?? null;
      results.push({ name, wrong });
      if (!options.json) process.stdout.write(wrong === null ? `ok      ${name}\n` : `FAILED  ${name}: ${wrong}\n`);
    }
  } finally {
    await adapter.kill();
    await wires.remove();
  }
  const failed = results.filter(({ wrong }) => wrong !== null).length;
  const counted = options.effects === undefined ? "; effects were not counted (--effects)" : "";
  if (options.json) process.stdout.write(`${JSON.stringify({ passed: results.length - failed, failed, results })}\n`);
  else process.stdout.write(`${results.length - failed} passed, ${failed} failed${counted}\n`);
  return failed === 0 ? 0 : 1;
}
