// Pages in a real browser: the report of a drill over four technologies, on a phone and on paper; the page of the API; the page at `/`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SpawnedRuntime } from "@dr/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriersOf, openPage, startBrowser, type StartedBrowser } from "../support/browser.ts";
import { createDataFolder, startExecution, startRuntime, untilStatus } from "../support/runtime.ts";

const root = join(import.meta.dirname, "../..");
/** Kept for whoever wants to see them. */
const screens = join(root, ".data/screens");
const file = join(screens, "report.html");
const report = pathToFileURL(file).href;
// A page's own policy would forbid axe to run, as it forbids every script that it does not name; that it is in force is looked at where it is left on.
const phone = { viewport: { width: 390, height: 844 }, bypassCSP: true };
const desk = { viewport: { width: 1280, height: 900 }, bypassCSP: true };

const data = createDataFolder();
let runtime: SpawnedRuntime;
let started: StartedBrowser;
const technologies = new Set<string>();

beforeAll(async () => {
  started = await startBrowser();
  runtime = await startRuntime(data.path, ["--speed", "600"]);
  const body = readFileSync(join(root, "plans/shop-drill.yaml"), "utf8");
  await runtime.as("DRPlanManager")({ method: "POST", path: "/api/v1/plans", body, contentType: "application/yaml" });
  const operator = runtime.as("DROperator");
  const executionId = await startExecution(operator, { planId: "shop-drill", executionType: "drill", mode: "planned" });
  const view = await untilStatus(operator, executionId, ["completed", "failed", "cancelled"], 240_000);
  for (const { type } of view.waves.flatMap((wave) => wave.technologies)) technologies.add(type);
  const path = `/api/v1/executions/${executionId}/export?format=html&zone=Europe/Berlin`;
  mkdirSync(screens, { recursive: true });
  writeFileSync(file, (await operator<string>({ method: "GET", path })).body);
}, 300_000);
afterAll(async () => {
  await started.stop();
  await runtime.stop();
  data.remove();
});

describe.each([
  { name: "phone", options: phone },
  { name: "desk", options: desk },
])("the report on a $name", ({ name, options }) => {
  it("asks for nothing, complains of nothing, nothing is cut off, and axe-core finds no barrier", async () => {
    expect(technologies.size).toBe(4);
    const { page, requests, complaints } = await openPage(started.browser, report, options);
    await page.screenshot({ path: join(screens, `report-${name}.png`), fullPage: true });
    expect([requests, complaints]).toEqual([[report], []]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(options.viewport.width);
    expect([await page.locator("svg").count(), await page.locator("script").count()]).toEqual([1, 0]);
    const { barriers, kept } = await barriersOf(page);
    expect(barriers).toEqual([]);
    expect(kept).toBeGreaterThan(15);
  });
});

it("the report is readable on A4: printed in whole pages, with its own policy in force", async () => {
  const { page, complaints } = await openPage(started.browser, report, {});
  await page.emulateMedia({ media: "print" });
  const paper = await page.pdf({ format: "A4", path: join(screens, "report-a4.pdf"), preferCSSPageSize: true });
  expect(paper.subarray(0, 5).toString()).toBe("%PDF-");
  // 210 mm less the margins of 14 mm, at 96 points an inch.
  await page.setViewportSize({ width: 688, height: 1_000 });
  await page.screenshot({ path: join(screens, "report-a4.png"), fullPage: true });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(688);
  expect(complaints).toEqual([]);
});

describe("the page of the API", () => {
  it("loads from here alone, under its own policy, and sends what is tried out with a signature that is accepted", async () => {
    const { endpoint, credentials } = runtime.ready;
    const { accessKeyId = "", secretAccessKey = "" } = credentials["DROperator"] ?? {};
    const { page, requests, complaints } = await openPage(started.browser, `${endpoint}/docs`, { viewport: desk.viewport });
    await page.locator(".opblock").first().waitFor();
    expect(await page.locator(".opblock").count()).toBeGreaterThan(60);
    await page.screenshot({ path: join(screens, "docs.png") });
    await page.fill("input[name=accessKeyId]", accessKeyId);
    await page.fill("input[name=secretAccessKey]", secretAccessKey);
    const whoAmI = page.locator("#operations-platform-whoAmI");
    await whoAmI.locator(".opblock-summary").click();
    await whoAmI.locator(".try-out__btn").click();
    const answered = page.waitForResponse((response) => response.url().endsWith("/whoami"));
    await whoAmI.locator(".execute").click();
    const answer = await answered;
    expect([answer.status(), ((await answer.json()) as { roles: string[] }).roles]).toEqual([200, ["DRSOperator"]]);
    expect(requests.filter((url) => !url.startsWith(`${endpoint}/`) && !url.startsWith("data:"))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

it("the page at / says where one is, its links lead somewhere, and axe-core finds no barrier", async () => {
  const { endpoint } = runtime.ready;
  const { page, requests, complaints } = await openPage(started.browser, `${endpoint}/`, phone);
  expect(await page.textContent("h1")).toContain("on this machine");
  expect([requests, complaints]).toEqual([[`${endpoint}/`], []]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  const links = await page.evaluate<readonly string[]>("[...document.links].map((link) => link.href)");
  expect(links.length).toBe(4);
  const statuses = await Promise.all(links.map(async (link) => (await fetch(link)).status));
  expect(statuses).toEqual(links.map(() => 200));
  expect((await barriersOf(page)).barriers).toEqual([]);
});
