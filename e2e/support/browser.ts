/** A real browser without a window: Chromium as it comes inside a package, so that nothing is downloaded. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import packed from "@sparticuz/chromium";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

/** The source of axe-core, which a page runs to find barriers. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A started browser. Whoever starts it stops it. */
export interface StartedBrowser {
  readonly browser: Browser;
  readonly stop: () => Promise<void>;
}

/** A page that was loaded, with all that it asked for and complained of. */
export interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

/** Starts it. The package unpacks the browser into the folder for temporary files, and takes whatever lies there already: so it gets one of its own. */
export async function startBrowser(): Promise<StartedBrowser> {
  const folder = mkdtempSync(join(tmpdir(), "dr-browser-"));
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = folder;
  try {
    const executablePath = await packed.executablePath();
    const browser = await chromium.launch({ args: packed.args, executablePath, headless: true });
    return {
      browser,
      stop: async () => {
        await browser.close();
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
}

/** Opens a page in a context of its own. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<Opened> {
  const page = await (await browser.newContext(options)).newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => void (message.type() === "error" || message.type() === "warning" ? complaints.push(message.text()) : 0));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url, { waitUntil: "load" });
  return { page, requests, complaints };
}

/** What axe-core has to say of a page: barriers, each with the first place, and how many of its rules were kept. */
export async function barriersOf(page: Page): Promise<{ readonly barriers: readonly unknown[]; readonly kept: number }> {
  await page.evaluate(AXE);
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[]; passes: unknown[] }>("axe.run()");
  return { barriers: found.violations.map(({ id, nodes }) => [id, nodes[0]?.html]), kept: found.passes.length };
}
