/** `pnpm adapters [--record [path …]]`: writes docs/reference/adapters.md, after a run of the tests at these paths (default: all of the adapters). */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { argv } from "node:process";
import { coveragePath, readAdapters, root } from "./adapters.ts";
import { pagePath, toPage } from "./page.ts";
import { record } from "./record.ts";

const [option, ...paths] = argv.slice(2);
const services = readAdapters().map(({ service }) => service);
if (option === "--record") record(paths.length > 0 ? paths : services.map((service) => `services/${service}/`), services);
writeFileSync(pagePath, toPage(readAdapters()));
execFileSync("pnpm", ["exec", "oxfmt", pagePath, ...services.map((service) => coveragePath(service))], { cwd: root, stdio: "inherit" });
