/** A plan while it is read: whatever could be understood, each piece with the path where it stands. */
import type { Fields } from "./fields.ts";
import { isRecord, readFields } from "./fields.ts";
import { headerFields, headerIgnored, shortFormFields, technologyFields, technologyIgnored, waveFields } from "./plan-fields.ts";
import type { Path, ProblemReport } from "./problems.ts";

/** A technology as written; `typeKey` is `type`, or `technology` in the short form. */
export interface DraftTask extends Partial<Omit<Fields<typeof technologyFields>, "type">> {
  readonly path: Path;
  readonly typeKey: "type" | "technology";
  readonly type?: string | undefined;
}

/** A wave as written. */
export interface DraftWave extends Fields<typeof waveFields> {
  readonly path: Path;
  readonly tasks: readonly DraftTask[];
}

/** A plan as written. */
export interface DraftPlan {
  readonly header: Fields<typeof headerFields>;
  readonly waves: readonly DraftWave[];
}

const SHORT_KEYS = Object.keys(shortFormFields);

/** Reads a plan's fields, in either spelling, without judging how they fit together. */
export function readDraft(report: ProblemReport, raw: unknown): DraftPlan {
  const header = readFields(report, raw, [], { shape: headerFields, ignored: headerIgnored });
  return { header, waves: (header.waves ?? []).map((wave, index) => readWave(report, wave, ["waves", index])) };
}

function readWave(report: ProblemReport, raw: unknown, path: Path): DraftWave {
  const keys = isRecord(raw) ? Object.keys(raw) : [];
  const short = keys.includes("technology") && !keys.includes("technologies");
  const fields = readFields(report, raw, path, { shape: waveFields, ignored: ["technologies", ...SHORT_KEYS] });
  if (!isRecord(raw)) return { ...fields, path, tasks: [] };
  return { ...fields, path, tasks: short ? [readShortForm(report, raw, path, fields)] : readTechnologies(report, raw, path) };
}

function readShortForm(
  report: ProblemReport,
  raw: Readonly<Record<string, unknown>>,
  path: Path,
  wave: Fields<typeof waveFields>,
): DraftTask {
  const own = Object.fromEntries(SHORT_KEYS.filter((key) => key in raw).map((key) => [key, raw[key]]));
  const { technology, ...fields } = readFields(report, own, path, { shape: shortFormFields });
  return { ...fields, ...(wave.retry ? { retry: wave.retry } : {}), path, typeKey: "technology", type: technology };
}

function readTechnologies(report: ProblemReport, raw: Readonly<Record<string, unknown>>, path: Path): readonly DraftTask[] {
  for (const key of SHORT_KEYS.filter((name) => name in raw)) {
    report.problem([...path, key], {
      code: "plan.mixed_forms",
      message: `\`${key}\` belongs into each of \`technologies\`, or \`technology\` takes the place of \`technologies\``,
      expected: `technologies[].${key === "technology" ? "type" : key}`,
      at: "key",
    });
  }
  const list = raw["technologies"];
  const at = [...path, "technologies"];
  if (!Array.isArray(list)) {
    const missing = list === undefined;
    report.problem(at, {
      code: missing ? "plan.missing_field" : "plan.wrong_type",
      message: missing ? "`technologies` is required (or `technology` with its `operation` and `resources`)" : "expected an array",
      expected: "array",
    });
    return [];
  }
  if (list.length === 0) {
    report.problem(at, { code: "plan.empty_technologies", message: "a wave needs at least one technology", expected: "at least 1 item" });
  }
  return list.map((item: unknown, index) => readTask(report, item, [...at, index]));
}

function readTask(report: ProblemReport, raw: unknown, path: Path): DraftTask {
  const fields = readFields(report, raw, path, { shape: technologyFields, ignored: technologyIgnored });
  return { ...fields, path, typeKey: "type" };
}
