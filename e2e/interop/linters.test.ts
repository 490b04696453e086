// Tools that no one here wrote read what would be deployed: checkov, parliament, cfn-lint, and AWS's command line the commands of the deployment page. Runs with DR_INTEROP=1.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandsOf } from "../docs/deploy-page.ts";
import { program } from "./environments.ts";
import { ACCEPTED, type AcceptedFinding } from "./accepted-findings.ts";
import { toTerraformPlan, type SynthResource } from "./terraform-json.ts";

const repository = join(import.meta.dirname, "../..");
const options = { cwd: repository, maxBuffer: 64 * 1024 * 1024 } as const;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A linter that finds something ends with a code of its own: no failure here. */
async function run(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(file, [...args], { ...options, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

/** A line of parliament's. */
interface Told {
  readonly issue: string;
  readonly detail: readonly { readonly action: string }[];
  readonly location: { readonly filepath: string };
}

interface Finding {
  readonly rule: string;
  readonly resource: string;
}

/** Both ways: what was found and is not accepted, and what is accepted and was not found. */
function differences(by: AcceptedFinding["tool"], findings: readonly Finding[]): readonly string[] {
  const accepted = ACCEPTED.filter((entry) => entry.tool === by);
  const isOf = ({ rule, resource }: Finding, entry: AcceptedFinding): boolean => entry.rule === rule && entry.on.test(resource);
  return [
    ...findings
      .filter((finding) => !accepted.some((entry) => isOf(finding, entry)))
      .map(({ rule, resource }) => `found: ${rule} on ${resource}`),
    ...accepted
      .filter((entry) => !findings.some((finding) => isOf(finding, entry)))
      .map(({ rule, on }) => `accepted and not found: ${rule} on ${String(on)}`),
  ];
}

it("every accepted finding has a reason", () => {
  expect(ACCEPTED.filter(({ why }) => why.length < 40)).toEqual([]);
});

describe.runIf(process.env["DR_INTEROP"] === "1")("tools of others", () => {
  const folder = mkdtempSync(join(tmpdir(), "dr-linters-"));
  let apps: readonly { readonly label: string; readonly resources: readonly SynthResource[] }[] = [];

  beforeAll(async () => {
    const { stdout } = await run(process.execPath, ["stacks/synth/main.ts", "--resources"]);
    apps = JSON.parse(stdout) as typeof apps;
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.runIf(process.env["DR_SOAK"] === "1")("checkov finds what is accepted and nothing else", { timeout: 600_000 }, async () => {
    const findings: Finding[] = [];
    for (const { label, resources } of apps) {
      const plan = join(folder, `${label}.json`);
      writeFileSync(plan, JSON.stringify(toTerraformPlan(resources)));
      const { stdout, stderr } = await run(program("checkov", "checkov"), [
        "-f",
        plan,
        "--framework",
        "terraform_plan",
        "-o",
        "json",
        "--quiet",
        "--compact",
        "--skip-download",
      ]);
      const { results, summary } = JSON.parse(stdout === "" ? `{"error":${JSON.stringify(stderr)}}` : stdout) as {
        results: { failed_checks: readonly { check_id: string; resource: string }[] };
        summary: { passed: number; resource_count: number };
      };
      // A plan that checkov cannot read has no findings either.
      expect(summary.passed).toBeGreaterThan(200);
      findings.push(...results.failed_checks.map(({ check_id: rule, resource }) => ({ rule, resource })));
    }
    expect(differences("checkov", findings)).toEqual([]);
  });

  it(
    "parliament knows every action and finds nothing in any role's policy, and finds a misspelt action",
    { timeout: 120_000 },
    async () => {
      const policies = join(folder, "policies");
      mkdirSync(policies);
      for (const { label, resources } of apps) {
        for (const [name, policy] of policiesOf(resources)) writeFileSync(join(policies, `${label}-${name}.json`), policy);
      }
      const read = async (): Promise<readonly Finding[]> => {
        const { stdout, stderr } = await run(program("linters", "parliament"), ["--directory", policies, "--json"]);
        if (stderr.includes("Traceback")) throw new Error(stderr);
        const lines = stdout.split("\n").filter((line) => line !== "");
        return lines.map((line) => {
          const { issue, detail, location } = JSON.parse(line) as Told;
          // A resource that an action does not know is accepted for that action alone.
          const [of] = issue === "RESOURCE_MISMATCH" ? detail : [];
          return { rule: of ? `${issue} ${of.action}` : issue, resource: location.filepath.slice(policies.length + 1) };
        });
      };
      expect(differences("parliament", await read())).toEqual([]);
      writeFileSync(
        join(policies, "wrong.json"),
        JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "drs:StartRecoveries", Resource: "*" }] }),
      );
      expect(differences("parliament", await read())).toEqual(["found: UNKNOWN_ACTION on wrong.json"]);
    },
  );

  it("cfn-lint finds nothing in the target account's template, and finds a property that is none", { timeout: 120_000 }, async () => {
    const template = join(repository, "stacks/target-account/template.json");
    const wrong = join(folder, "wrong.json");
    writeFileSync(wrong, readFileSync(template, "utf8").replace('"RoleName"', '"RoleNahme"'));
    const [fine, broken] = await Promise.all([template, wrong].map((file) => run(program("linters", "cfn-lint"), [file])));
    expect([fine?.code, fine?.stdout]).toEqual([0, ""]);
    expect(broken?.stdout).toContain("RoleNahme");
  });

  it(
    "AWS's command line takes every command of the deployment page: each fails for want of an endpoint alone",
    { timeout: 300_000 },
    async () => {
      const env = {
        AWS_ACCESS_KEY_ID: "x",
        AWS_SECRET_ACCESS_KEY: "y",
        AWS_DEFAULT_REGION: "us-east-1",
        AWS_MAX_ATTEMPTS: "1",
        AWS_EC2_METADATA_DISABLED: "true",
      };
      for (const key of ["export-key", "checkpoint-key", "snapshot-key", "webhook-key"])
        writeFileSync(join(folder, key), "a secret of more than thirty-two bytes");
      const page = readFileSync(join(repository, "docs/how-to/deploy.md"), "utf8");
      const commands = commandsOf(page).filter((command) => command.startsWith("aws "));
      expect(commands.length).toBeGreaterThan(10);
      const ask = async (command: string): Promise<string> => {
        const args = command.replaceAll("file://", `file://${folder}/`).split(" ").slice(1);
        const { stderr } = await run(program("linters", "aws"), [...args, "--endpoint-url", "http://127.0.0.1:9"], env);
        return stderr.includes("Could not connect to the endpoint URL") ? "asked" : `${command}: ${stderr}`;
      };
      const answers: string[] = [];
      for (const command of commands) answers.push(await ask(command));
      expect(answers.filter((answer) => answer !== "asked")).toEqual([]);
      expect(await ask("aws secretsmanager create-secret --nome dr-orchestration/export-key")).not.toBe("asked");
    },
  );
});

function policiesOf(resources: readonly SynthResource[]): readonly (readonly [string, string])[] {
  return resources.flatMap(({ type, name, inputs }) => {
    if (type === "aws:iam/rolePolicy:RolePolicy") return [[name, String(inputs["policy"])] as const];
    if (type !== "aws:iam/role:Role") return [];
    return ((inputs["inlinePolicies"] ?? []) as readonly { policy: string }[]).map(
      ({ policy }, index) => [`${name}-${index}`, withSingleValues(policy)] as const,
    );
  });
}

/** IAM takes a condition's one value in a list too; parliament 1.6.4 ends with a stack trace there. Of a policy's keys, those of conditions alone have a colon. */
function withSingleValues(policy: string): string {
  return JSON.stringify(JSON.parse(policy), (key, value: unknown) =>
    key.includes(":") && Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value,
  );
}
