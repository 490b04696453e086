/** Command line of `pnpm dev`, checked; a bad value is refused with what was expected. */
import { parseArgs } from "node:util";
import * as z from "zod";
import { parseAllowedRegions } from "@dr/runtime/aws-regions";
import { CONNECTABLE } from "./inbox/connections.ts";
import { localRegions, type LocalRegion } from "./wiring/place.ts";

/** A number out of text: what is refused is told in the words of the command line. */
function number({ min, max, whole = true }: { readonly min: number; readonly max: number; readonly whole?: boolean }) {
  const isOne = (value: number): boolean => value >= min && value <= max && (!whole || Number.isInteger(value));
  return z
    .union([z.string(), z.number()])
    .refine((text) => text !== "" && isOne(Number(text)), {
      error: ({ input }) => `expected a ${whole ? "whole number" : "number"} from ${min} to ${max}, got "${String(input)}"`,
    })
    .transform(Number);
}

const optionsSchema = z.object({
  port: number({ min: 0, max: 65_535 }).default(4100),
  data: z.string().min(1, "expected the name of a folder").default(".data"),
  speed: number({ min: 0.001, max: 10_000, whole: false }).default(60),
  seed: number({ min: -1_000_000_000, max: 1_000_000_000 }).default(1),
  provision: z.boolean().default(true),
  readiness: z.boolean().default(true),
  engine: z.enum(["auto", "dynoxide", "dynalite"], "expected auto, dynoxide or dynalite").default("auto"),
  "max-concurrent": number({ min: 1, max: 1000 }).default(50),
  join: z.boolean().default(false),
  "allowed-regions": z
    .string()
    .transform((text, context) => {
      try {
        return parseAllowedRegions("the list", text, localRegions);
      } catch (error) {
        context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    })
    .optional(),
  region: z.enum(localRegions, `expected ${localRegions.join(" or ")}`).optional(),
  "cloud-times": z.boolean().default(false),
  trace: z.string().min(1, "expected the name of a file").optional(),
  connect: z
    .string()
    .default("")
    .transform((text) => (text === "all" ? CONNECTABLE : text.split(",").filter((name) => name !== "")))
    .refine((names) => names.every((name) => CONNECTABLE.includes(name)), `expected all, or some of ${CONNECTABLE.join(",")}`),
  "connect-to": z.url({ error: "expected an address" }).optional(),
  adapter: z.array(z.string().min(1, "expected the name of a folder")).default([]),
});

/**
 * Where to listen (`port`, 0 = any), where to store (`data`), how fast estate time runs (`speed`, 60 = a minute a second), and
 * how many executions run side by side (`max-concurrent`); the next ones are queued. With `join` it is another Region (`region`) beside a runtime that has the data folder.
 */
export type LocalOptions = z.infer<typeof optionsSchema>;

/** What `--help` prints. */
export const usage = `pnpm dev [--port 4100] [--data .data] [--speed 60] [--seed 1] [--no-provision] [--no-readiness] [--max-concurrent 50] [--engine auto|dynoxide|dynalite] [--join] [--region us-east-1|us-west-2] [--allowed-regions LIST] [--cloud-times] [--trace FILE] [--connect all|NAMES] [--connect-to URL] [--adapter DIR]

  --port N         port of the API on 127.0.0.1 (0 picks a free one)
  --data DIR       folder of the durable state
  --speed N        seconds of estate time in one real second
  --seed N         seed of the simulated estate's durations
  --no-provision   do not create missing simulated resources for saved plans
  --no-readiness   do not ask adapters before a wave begins: to see what the question costs, never for a recovery
  --max-concurrent N  executions that run at the same time; the next ones are queued, first come, first served
  --engine E       database engine; auto prefers dynoxide where its binary exists
  --join           as another Region on the tables and the estate of a runtime that has the data folder; goes on with both when that one is gone
  --region R       Region to be; default us-east-1, with --join us-west-2
  --allowed-regions LIST  Regions in which tasks may act, such as us-east-1,us-west-2; default: any
  --cloud-times    hide messages and run schedules as long as deployed (quick: 30 s, every few seconds)
  --trace FILE     append a line of JSON for each event on the bus and each delivery to a function
  --connect NAMES  tell these stand-ins of other systems what happens (/_local/inbox shows it): all, or some of ${CONNECTABLE.join(",")}
  --connect-to URL  where those that are connected are, in the place of the stand-ins: whoever receives may be down
  --adapter DIR    also run the adapter in this folder, which need not be in the repository; may be given several times`;

/** Options from the command line, or a message that says which one is wrong and what was expected. */
export function parseOptions(argv: readonly string[]): { ok: true; options: LocalOptions; help: boolean } | { ok: false; message: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      allowNegative: true,
      options: {
        port: { type: "string" },
        data: { type: "string" },
        speed: { type: "string" },
        seed: { type: "string" },
        "max-concurrent": { type: "string" },
        region: { type: "string" },
        "allowed-regions": { type: "string" },
        readiness: { type: "boolean" },
        join: { type: "boolean" },
        engine: { type: "string" },
        "cloud-times": { type: "boolean" },
        trace: { type: "string" },
        connect: { type: "string" },
        "connect-to": { type: "string" },
        adapter: { type: "string", multiple: true },
        provision: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    const parsed = optionsSchema.safeParse(values);
    if (!parsed.success)
      return { ok: false, message: parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n") };
    return { ok: true, options: parsed.data, help: values.help === true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The Region that a runtime plays. */
export function regionOf({ region, join }: Pick<LocalOptions, "region" | "join">): LocalRegion {
  return region ?? localRegions[join ? 1 : 0];
}
