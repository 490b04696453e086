// No relative link in the documentation leads nowhere.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((page) => page !== "");

it("follows every relative link of every page", () => {
  const links = pages.flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => (match[1] ?? "").split("#")[0] ?? "")
      .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
      .map((target) => ({ page, target, exists: existsSync(join(root, dirname(page), target)) })),
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((link) => !link.exists)).toEqual([]);
});
