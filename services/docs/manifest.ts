/** What the page of the API needs from its platform: its routes and its files. No table, no rights. */
import { PAGE_ROUTES } from "@dr/routes/pages";
import type { ServiceManifest } from "@dr/runtime";
import { PAGE_FILES } from "./src/page-files.ts";

/** The manifest of the page. */
export const manifest: ServiceManifest = {
  service: "docs",
  tables: [],
  queues: [],
  functions: [
    {
      name: "dr-api-docs",
      description: "Shows the REST API as an interactive page",
      entry: "src/handlers/page.ts",
      trigger: { kind: "http", routes: PAGE_ROUTES.map(({ method, path }) => ({ method, path, open: true })) },
      timeoutSeconds: 10,
      memoryMb: 512,
      environment: { AUTH_MODE: { setting: "AUTH_MODE", value: "role_based" } },
      iam: [],
      files: PAGE_FILES.map(({ name, from }) => ({ from, to: name })),
    },
  ],
};
