/** Where a task acts: part of the plan, of what it locks, and of what adapters are asked. */
import { expect, test } from "vitest";
import { planFrom, planOf, problemsOf, registry, wave } from "../../test/plans.ts";
import { parsePlan } from "./parse-plan.ts";
import { toPlanDocument } from "./document.ts";
import { resourceLeaseClaims } from "./lease-keys.ts";

const database = { type: "database", operation: "failover", resources: { clusters: ["orders"] } };
const elsewhere = { ...database, target: { accountId: "210987654321", region: "us-west-2" } };

test("the same name in another account is another thing, to locks and within the plan", () => {
  const scope = { account: "123456789012", region: "us-east-1" };
  const parsed = parsePlan(
    planOf(
      wave(1, {
        technologies: [
          { id: "here", ...database },
          { id: "there", ...elsewhere },
        ],
      }),
    ),
    { registry, scope },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const tasks = parsed.plan.waves.flatMap((each) => each.tasks);
  expect(tasks.map(({ target }) => target)).toEqual([undefined, { accountId: "210987654321", region: "us-west-2" }]);
  expect(resourceLeaseClaims(tasks).map(({ key }) => key)).toEqual([
    "RES#rds-cluster:123456789012:us-east-1:orders",
    "RES#rds-cluster:210987654321:us-west-2:orders",
  ]);
});

test("a plan with targets comes back from its document unchanged", () => {
  const { plan } = planFrom(planOf(wave(1, { technologies: [elsewhere] })));
  expect(planFrom(toPlanDocument(plan)).plan).toEqual(plan);
});

test.each([
  [{}, "waves[0].technologies[0].target"],
  [{ accountId: "12345" }, "waves[0].technologies[0].target.accountId"],
  [{ region: "the west" }, "waves[0].technologies[0].target.region"],
  [{ accountId: "210987654321", role: "Admin" }, "waves[0].technologies[0].target.role"],
])("target %j is refused where it stands", (target, path) => {
  const problems = problemsOf(planOf(wave(1, { technologies: [{ ...database, target }] })));
  expect(problems.map((problem) => problem.path)).toEqual([path]);
});

test("an ARN of another account than the task acts in is refused where it stands", () => {
  const clusters = ["arn:aws:rds:us-west-2:210987654321:cluster:orders", "arn:aws:rds:us-west-2:111111111111:cluster:bills"];
  const problems = problemsOf(planOf(wave(1, { technologies: [{ ...elsewhere, resources: { clusters } }] })));
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["plan.other_account", "waves[0].technologies[0].resources.clusters[1]"],
  ]);
});
